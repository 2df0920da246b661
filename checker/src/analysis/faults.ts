/** The faults of an assumption set: crashes by role, the network fault by fault, clock steps; each with its budget. */
import { type AssumeItem, append, type ClocksItem, type FaultItem, type NetworkFault, type Expr as Syntax, unhandled } from '#grammar';
import { comesBack } from '../model/crash-modes.ts';
import type { Budget, CrashFault, CutFault, FaultWindow, Model, Network } from '../model/ir.ts';
import type { Context } from './context.ts';
import { constantInt } from './expressions.ts';
import { knownRole } from './timing.ts';

export type Faults = Pick<Model, 'crashes' | 'network' | 'clockSteps' | 'budgets'>;

const DEFAULT_CAPACITY = 8;
const MOST_AT_ONCE = 64;

export function faults(cx: Context): Faults {
  const budgets: Budget[] = [];
  const crashes = crashItems(cx).flatMap((item) => crash(cx, item, budgets) ?? []);
  const network = networkOf(cx, budgets);
  const clocks = itemsOf(cx, 'clocks')[0];
  return { crashes, network, clockSteps: clocks ? clockSteps(cx, clocks, budgets) : null, budgets };
}

function itemsOf<K extends AssumeItem['kind']>(cx: Context, kind: K): Extract<AssumeItem, { kind: K }>[] {
  return cx.assumes.flatMap((a) => a.items.filter((i): i is Extract<AssumeItem, { kind: K }> => i.kind === kind));
}

/** null where the amount is wrong; 0 stands for "does not happen" with the caller. */
function amount(cx: Context, e: Syntax, what: string): number | null {
  const n = constantInt(cx, e);
  if (n === null) return null;
  if (n >= 0 && n <= 10_000) return n;
  return cx.reporter.report('PV0506', e.span, `${what} is 0 to 10000, not ${n}`);
}

/** The budget's index, null for no limit, `none` where the fault cannot happen or is wrong. */
function budget(cx: Context, upTo: Syntax | null, name: string, budgets: Budget[]): number | null | 'none' {
  if (upTo === null) return null;
  const limit = amount(cx, upTo, 'a budget');
  if (limit === null || limit === 0) return 'none';
  return budgets.push({ name, limit }) - 1;
}

// Crashes

/** What a derived set says of a role replaces all that its base says of it; the other roles of the base's declaration keep it. */
function crashItems(cx: Context): FaultItem[] {
  const taken = new Set<string>();
  const all: FaultItem[] = [];
  for (const assume of cx.assumes) {
    const own = assume.items.filter((i): i is FaultItem => i.kind === 'fault');
    checkTwice(cx, own);
    const left = own.map((item) => ({ ...item, roles: item.roles.filter(({ text }) => !taken.has(text)) }));
    append(
      all,
      left.filter(({ roles }) => roles.length > 0),
    );
    for (const { roles } of own) for (const { text } of roles) taken.add(text);
  }
  return all;
}

function checkTwice(cx: Context, items: readonly FaultItem[]): void {
  const seen = new Map<string, FaultItem>();
  for (const item of items) {
    for (const role of item.roles) {
      const first = seen.get(`${item.mode} ${role.text}`);
      if (first)
        cx.reporter.report('PV0503', role.span, `${role.text} has two ${item.mode} faults`, {
          related: [{ span: first.span, message: 'first declared here' }],
        });
      seen.set(`${item.mode} ${role.text}`, item);
    }
  }
}

function crash(cx: Context, item: FaultItem, budgets: Budget[]): CrashFault | null {
  const roles = item.roles.filter((r) => knownRole(cx, r)).map((r) => cx.rolesByName.get(r.text)!);
  if (roles.length === 0) return null;
  const names = roles.map((r) => r.name).join(', ');
  const down = item.atMostDown === null ? null : amount(cx, item.atMostDown, 'the number of nodes that may be down');
  if (!comesBack(item.mode) && (item.atMostDown !== null || item.mayStayDown)) {
    cx.reporter.report('PV0506', item.modeSpan, `nodes that ${item.mode === 'stop' ? 'stop never come back' : 'lie are never down'}`, {
      help: '`at most k down` and `may stay down` belong to `recovery` and `amnesia`',
    });
  }
  const byzantine = item.mode === 'byzantine';
  const upTo = byzantine && item.upTo !== null ? amount(cx, item.upTo, 'a budget') : null;
  const counted = byzantine ? null : budget(cx, item.upTo, `crash of ${names}`, budgets);
  if (counted === 'none' || upTo === 0 || down === 0) return null;
  const instances = roles.flatMap((r) => Array.from({ length: r.count }, (_, i) => r.first + i)).sort((a, b) => a - b);
  return {
    mode: item.mode,
    roles: roles.map((r) => r.index).sort((a, b) => a - b),
    instances,
    budget: counted,
    untilStable: item.untilStable,
    maxDown: down,
    mayStayDown: item.mayStayDown,
    upTo,
    span: item.span,
  };
}

// The network

function networkOf(cx: Context, budgets: Budget[]): Network {
  const written = new Map<NetworkFault['kind'], NetworkFault>();
  for (const assume of cx.assumes) {
    const own = new Map<string, NetworkFault>();
    for (const item of assume.items) {
      if (item.kind !== 'network') continue;
      for (const fault of item.faults) {
        const first = own.get(fault.kind);
        if (first)
          cx.reporter.report('PV0503', fault.span, `\`${fault.kind}\` is assumed twice`, {
            related: [{ span: first.span, message: 'first declared here' }],
          });
        own.set(fault.kind, fault);
        if (fault.kind === 'link cuts') hintBothWays(cx, fault);
        if (!written.has(fault.kind)) written.set(fault.kind, fault);
      }
    }
  }
  const window = (fault: NetworkFault, name: string) => {
    const counted = budget(cx, fault.amount, name, budgets);
    return counted === 'none' ? null : { budget: counted, untilStable: fault.untilStable, span: fault.span };
  };
  const cuts = (fault: NetworkFault, kind: CutFault['kind']) => {
    const found = window(fault, fault.kind);
    return { cuts: found === null ? [] : [{ ...found, kind, atOnce: atOnce(cx, fault), mayStay: fault.mayStay }] };
  };
  // In the order in which budgets are numbered.
  const reads: Readonly<Record<NetworkFault['kind'], (fault: NetworkFault) => Partial<Network>>> = {
    lossy: (fault) => ({ loss: window(fault, 'loss') }),
    duplicating: (fault) => ({ duplication: window(fault, 'duplication') }),
    corrupting: (fault) => ({ corruption: window(fault, 'corruption') }),
    cuts: (fault) => cuts(fault, 'two-way'),
    'one-way cuts': (fault) => cuts(fault, 'one-way'),
    'link cuts': (fault) => cuts(fault, 'link'),
    'one-way link cuts': (fault) => cuts(fault, 'one-way link'),
    fifo: () => ({ fifo: true }),
    queue: (fault) => ({ queue: size(cx, fault, null), queueSpan: fault.span }),
    capacity: (fault) => ({ capacity: size(cx, fault, DEFAULT_CAPACITY) }),
  };
  let network: Network = {
    loss: null,
    duplication: null,
    corruption: null,
    cuts: [],
    fifo: false,
    queue: null,
    queueSpan: null,
    capacity: DEFAULT_CAPACITY,
  };
  for (const [kind, read] of Object.entries(reads)) {
    const fault = written.get(kind as NetworkFault['kind']);
    const found = fault === undefined ? {} : read(fault);
    network = { ...network, ...found, cuts: [...network.cuts, ...(found.cuts ?? [])] };
  }
  refuseTooManyCuts(cx, network);
  return network;
}

function refuseTooManyCuts(cx: Context, { cuts }: Network): void {
  if (cx.instances.length <= 12 || !cuts.some(({ kind }) => cutsSets(kind))) return;
  cx.reporter.report('PV0603', cuts[0].span, `${cx.instances.length} nodes can be partitioned in too many ways`, {
    help: 'use `link cuts`, which cut one link at a time',
  });
}

/** Each set of nodes is a cut of its own. */
function cutsSets(kind: CutFault['kind']): boolean {
  switch (kind) {
    case 'two-way':
    case 'one-way':
      return true;
    case 'link':
    case 'one-way link':
      return false;
    default:
      return unhandled(kind);
  }
}

/** Files that were written when a link cut was one direction mean something else now. */
function hintBothWays(cx: Context, { span }: NetworkFault): void {
  const { file, start } = span;
  const end = Math.min(span.end, start + 'link cuts'.length); // the text can end in the middle of the word
  cx.reporter.report('PV0710', { file, start, end }, '`link cuts` now break a link in both directions', {
    why: 'Before, `link cuts` lost only what one end sends to the other.',
    help: 'write `one-way link cuts` for the old meaning',
    fixes: [{ title: 'Write `one-way link cuts`', edits: [{ span: { file, start, end: start }, text: 'one-way ' }] }],
  });
}

function atOnce(cx: Context, fault: NetworkFault): number {
  if (fault.atOnce === null) return 1;
  const n = constantInt(cx, fault.atOnce);
  if (n !== null && (n < 1 || n > MOST_AT_ONCE))
    cx.reporter.report('PV0506', fault.atOnce.span, `1 to ${MOST_AT_ONCE} cuts can be active at once, not ${n}`);
  return Math.min(MOST_AT_ONCE, Math.max(1, n ?? 1));
}

function size<D extends number | null>(cx: Context, fault: NetworkFault, otherwise: D): number | D {
  if (!fault.amount) return otherwise;
  const n = constantInt(cx, fault.amount);
  if (n !== null && n >= 1 && n <= 64) return n;
  if (n !== null) cx.reporter.report('PV0506', fault.amount.span, `\`${fault.kind}\` is 1 to 64 messages, not ${n}`);
  return otherwise;
}

function clockSteps(cx: Context, item: ClocksItem, budgets: Budget[]): Model['clockSteps'] {
  const by = amount(cx, item.by, 'a clock step');
  const counted = budget(cx, item.upTo, 'clock steps', budgets);
  if (by === null || by === 0 || counted === 'none') return null;
  const window: FaultWindow = { budget: counted, untilStable: item.untilStable };
  return { ...window, by, span: item.span };
}
