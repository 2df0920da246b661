/**
 * A point of the space as an assumption set: a tree, as if it had been written. So every point is judged by the rules for what is
 * written, and can be printed.
 */
import {
  type Assume,
  type AssumeItem,
  type CutWord,
  type Expr,
  type FaultItem,
  type Name,
  type NetworkFault,
  type Span,
  unhandled,
} from '#grammar';
import type { CrashFault, CutFault, FaultWindow, Model } from '../model/ir.ts';
import type { Point } from './lattice.ts';
import type { Quantity, Rung, Until } from './rung.ts';
import type { Dimension, Space } from './space.ts';

/**
 * The set at `point`, nearest first, with what it extends. `frame`: the set that the file names, with what that extends: constants, counts and
 * limits are taken from there. `model`: the system under it.
 */
export function assumptionAt(space: Space, point: Point, frame: readonly Assume[], model: Model): Assume[] {
  const rungs = space.dimensions.map((dimension, i) => ({ dimension, rung: dimension.rungs[point[i]] }));
  const write = new Writer(model, frame[0].name.span, rungs.find(({ rung }) => rung.kind === 'windows')?.rung ?? null);
  const items = [write.timing(rungs), write.network(rungs), ...write.crashes(rungs), ...write.clocks(rungs)];
  const kept = frame.map((assume) => ({ ...assume, items: assume.items.filter(isKept) }));
  return [{ ...frame[0], items }, ...kept];
}

function isKept({ kind }: AssumeItem): boolean {
  switch (kind) {
    case 'const':
    case 'setting':
    case 'limit':
      return true;
    case 'timing':
    case 'network':
    case 'fault':
    case 'clocks':
      return false;
    default:
      return unhandled(kind);
  }
}

interface Placed {
  readonly dimension: Dimension;
  readonly rung: Rung;
}

const CUT_WORDS: Readonly<Record<CutFault['kind'], CutWord>> = {
  'two-way': 'cuts',
  'one-way': 'one-way cuts',
  link: 'link cuts',
  'one-way link': 'one-way link cuts',
};

class Writer {
  readonly #model: Model;
  readonly #span: Span;
  readonly #until: Until;

  /** `windows` null: faults end as they are assumed to. */
  constructor(model: Model, span: Span, windows: Rung | null) {
    this.#model = model;
    this.#span = span;
    this.#until = windows?.kind === 'windows' ? windows.until : 'as assumed';
  }

  #untilStable(assumed: FaultWindow | null | undefined): boolean {
    return this.#until === 'as assumed' ? assumed?.untilStable === true : this.#until === 'all';
  }

  timing(rungs: readonly Placed[]): AssumeItem {
    const span = this.#span;
    const { time } = this.#model.timing;
    const bounds = rungs.flatMap(({ dimension: { quantity }, rung }) => {
      if (rung.kind !== 'bound' || rung.most === null || !isTimed(quantity)) return [];
      return [
        {
          span,
          word: rung.always ? ('always' as const) : ('eventually' as const),
          wordSpan: null,
          quantity: quantity.kind,
          quantitySpan: span,
          role: quantity.role === null ? null : this.#name(quantity.role),
          low: rung.least === 0 ? null : this.#number(rung.least),
          high: this.#number(rung.most),
        },
      ];
    });
    return {
      kind: 'timing',
      span,
      model: time ? null : 'async',
      modelSpan: null,
      bounds: time ? [...bounds, ...this.#otherBounds(rungs)] : [],
    };
  }

  /** Quantities that are no dimension stay as they are assumed. */
  #otherBounds(rungs: readonly Placed[]): Extract<AssumeItem, { kind: 'timing' }>['bounds'] {
    const { timing, instances, roles } = this.#model;
    const span = this.#span;
    return (['delay', 'pause', 'drift', 'skew'] as const).flatMap((quantity) => {
      if (rungs.some(({ dimension }) => dimension.quantity.kind === quantity)) return [];
      return roles.flatMap((role) => {
        const first = instances.find((instance) => instance.role === role.index);
        const bound = first === undefined ? null : timing[quantity][first.index];
        if (bound === null) return [];
        return [
          {
            span,
            word: bound.always ? ('always' as const) : ('eventually' as const),
            wordSpan: null,
            quantity,
            quantitySpan: span,
            role: this.#name(role.name),
            low: bound.min === 0 ? null : this.#number(bound.min),
            high: this.#number(bound.max),
          },
        ];
      });
    });
  }

  network(rungs: readonly Placed[]): AssumeItem {
    const { network } = this.#model;
    const faults: NetworkFault[] = [this.#plain('capacity', network.capacity)];
    if (network.queue !== null) faults.push(this.#plain('queue', network.queue));
    const written = new Set<string>();
    for (const { dimension, rung } of rungs) {
      const fault = this.#networkFault(dimension.quantity, rung);
      if (fault !== null) faults.push(fault);
      written.add(wordOf(dimension.quantity) ?? '');
    }
    const rest: [NetworkFault['kind'], FaultWindow | null][] = [
      ['lossy', network.loss],
      ['duplicating', network.duplication],
      ['corrupting', network.corruption],
      ...network.cuts.map((cut): [NetworkFault['kind'], FaultWindow] => [CUT_WORDS[cut.kind], cut]),
    ];
    for (const [kind, window] of rest)
      if (window !== null && !written.has(kind)) faults.push(this.#counted(kind, window, this.#limit(window)));
    if (network.fifo && !written.has('fifo')) faults.push(this.#plain('fifo', null));
    return { kind: 'network', span: this.#span, faults };
  }

  #networkFault(quantity: Quantity, rung: Rung): NetworkFault | null {
    const { network } = this.#model;
    switch (quantity.kind) {
      case 'order':
        return rung.kind === 'order' && rung.fifo ? this.#plain('fifo', null) : null;
      case 'losses':
        return this.#ifAny('lossy', network.loss, rung);
      case 'duplications':
        return this.#ifAny('duplicating', network.duplication, rung);
      case 'corruptions':
        return this.#ifAny('corrupting', network.corruption, rung);
      case 'cuts':
        return this.#ifAny(CUT_WORDS[quantity.parting], network.cuts.find(({ kind }) => kind === quantity.parting) ?? null, rung);
      case 'delay':
      case 'drift':
      case 'skew':
      case 'pause':
      case 'clock steps':
      case 'clock step size':
      case 'crashes':
      case 'byzantine':
      case 'faults end':
        return null;
      default:
        return unhandled(quantity);
    }
  }

  #ifAny(kind: NetworkFault['kind'], assumed: FaultWindow | null, rung: Rung): NetworkFault | null {
    return rung.kind === 'count' && rung.most !== 0 ? this.#counted(kind, assumed, rung.most) : null;
  }

  #counted(kind: NetworkFault['kind'], assumed: FaultWindow | null, most: number | null): NetworkFault {
    const cut = assumed !== null && 'atOnce' in assumed ? (assumed as CutFault) : null;
    return {
      kind,
      span: this.#span,
      amount: most === null ? null : this.#number(most),
      atOnce: cut === null || cut.atOnce === 1 ? null : this.#number(cut.atOnce),
      mayStay: cut?.mayStay ?? false,
      untilStable: this.#untilStable(assumed),
    };
  }

  #plain(kind: 'capacity' | 'queue' | 'fifo', amount: number | null): NetworkFault {
    return {
      kind,
      span: this.#span,
      amount: amount === null ? null : this.#number(amount),
      atOnce: null,
      mayStay: false,
      untilStable: false,
    };
  }

  crashes(rungs: readonly Placed[]): AssumeItem[] {
    const { crashes, roles } = this.#model;
    const placed = rungs.flatMap(({ dimension: { quantity }, rung }) =>
      quantity.kind === 'crashes' && rung.kind === 'crash' ? [{ names: quantity.roles, rung }] : [],
    );
    const written = new Set(placed.flatMap(({ names }) => names));
    const varied = placed.flatMap(({ names, rung }): AssumeItem[] => {
      if (rung.mode === null) return [];
      const assumed = crashes.find(
        ({ mode, roles: indices }) => mode !== 'byzantine' && indices.some((index) => names.includes(roles[index].name)),
      );
      const back = rung.mode !== 'stop';
      const { maxDown = null, mayStayDown = false } = assumed ?? {};
      const down = rung.down === 'as assumed' ? maxDown : rung.down;
      return [
        {
          ...this.#fault(rung.mode, names, rung.most),
          atMostDown: !back || down === null ? null : this.#number(down),
          mayStayDown: back && mayStayDown,
          untilStable: this.#untilStable(assumed),
        },
      ];
    });
    const lies = rungs.flatMap(({ dimension: { quantity }, rung }) =>
      quantity.kind === 'byzantine' && rung.kind === 'count' ? [{ names: quantity.roles, most: rung.most }] : [],
    );
    const isVaried = ({ mode, roles: indices }: CrashFault) =>
      indices.some((index) =>
        mode === 'byzantine' ? lies.some(({ names }) => names.includes(roles[index].name)) : written.has(roles[index].name),
      );
    return [
      ...varied,
      ...lies.flatMap(({ names, most }) => (most === 0 ? [] : [this.#fault('byzantine', names, most)])),
      ...crashes
        .filter((fault) => !isVaried(fault))
        .map((fault): AssumeItem => {
          const { mode, maxDown, mayStayDown, upTo } = fault;
          const names = fault.roles.map((index) => roles[index].name);
          if (mode === 'byzantine') return this.#fault(mode, names, upTo);
          const atMostDown = maxDown === null ? null : this.#number(maxDown);
          return { ...this.#fault(mode, names, this.#limit(fault)), atMostDown, mayStayDown, untilStable: this.#untilStable(fault) };
        }),
    ];
  }

  #fault(mode: CrashFault['mode'], roles: readonly string[], upTo: number | null): FaultItem {
    return {
      kind: 'fault',
      span: this.#span,
      roles: roles.map((name) => this.#name(name)),
      mode,
      modeSpan: this.#span,
      upTo: upTo === null ? null : this.#number(upTo),
      atMostDown: null,
      mayStayDown: false,
      untilStable: false,
    };
  }

  clocks(rungs: readonly Placed[]): AssumeItem[] {
    const { clockSteps } = this.#model;
    const counted = (kind: 'clock steps' | 'clock step size') => {
      const rung = rungs.find(({ dimension }) => dimension.quantity.kind === kind)?.rung;
      return rung?.kind === 'count' ? rung : null;
    };
    const often = counted('clock steps');
    const most = often !== null ? often.most : clockSteps === null ? 0 : this.#limit(clockSteps);
    const by = counted('clock step size')?.most ?? clockSteps?.by ?? 1;
    if (most === 0 || by === 0) return [];
    return [
      {
        kind: 'clocks',
        span: this.#span,
        upTo: most === null ? null : this.#number(most),
        by: this.#number(by),
        untilStable: this.#untilStable(clockSteps),
      },
    ];
  }

  #limit({ budget }: FaultWindow): number | null {
    return budget === null ? null : this.#model.budgets[budget].limit;
  }

  #name(text: string): Name {
    return { text, span: this.#span };
  }

  #number(value: number): Expr {
    return { kind: 'number', value, span: this.#span };
  }
}

function isTimed(quantity: Quantity): quantity is Extract<Quantity, { kind: 'delay' | 'pause' | 'drift' | 'skew' }> {
  return quantity.kind === 'delay' || quantity.kind === 'pause' || quantity.kind === 'drift' || quantity.kind === 'skew';
}

function wordOf(quantity: Quantity): NetworkFault['kind'] | null {
  switch (quantity.kind) {
    case 'losses':
      return 'lossy';
    case 'duplications':
      return 'duplicating';
    case 'corruptions':
      return 'corrupting';
    case 'cuts':
      return CUT_WORDS[quantity.parting];
    case 'order':
      return 'fifo';
    case 'delay':
    case 'drift':
    case 'skew':
    case 'pause':
    case 'clock steps':
    case 'clock step size':
    case 'crashes':
    case 'byzantine':
    case 'faults end':
      return null;
    default:
      return unhandled(quantity);
  }
}
