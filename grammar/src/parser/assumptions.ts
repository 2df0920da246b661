/** `assume`: network, faults, clocks, limits and settings; timing has a file of its own. */

import type { IToken } from 'chevrotain';
import type {
  Assume,
  AssumeItem,
  ClocksItem,
  ConstItem,
  Expr,
  FaultItem,
  LimitItem,
  Name,
  NetworkFault,
  NetworkItem,
  SettingItem,
} from '../ast.ts';
import * as t from '../tokens.ts';
import { placeInAssume } from './assume-words.ts';
import { faultModes, networkWords } from './starts.ts';
import { TimingParser } from './timing.ts';

const networkStarts = new Set(Object.values(networkWords));
const faultWords = new Set([...Object.values(faultModes), t.Up, t.At, t.May, t.Until]);

const windowWords = [t.Up, t.At, t.May, t.Until];
const cutWords = new Set<NetworkFault['kind']>(['cuts', 'one-way cuts', 'link cuts', 'one-way link cuts']);

/** The words after the kind of a network fault, as they are read. */
type FaultWindow = { -readonly [K in 'amount' | 'atOnce' | 'mayStay' | 'untilStable']: NetworkFault[K] };

/** The parts of one `fault`, as they are read. */
interface FaultParts {
  mode: IToken | null;
  upTo: Expr | null;
  atMostDown: Expr | null;
  mayStayDown: boolean;
  untilStable: boolean;
}

export abstract class AssumptionParser extends TimingParser {
  assume = this.RULE('assume', (): Assume => {
    const doc = this.doc();
    const start = this.here();
    this.consume(0, t.Assume);
    const head = this.header(() => {
      const name = this.name(0, 'a name for the assume');
      const base = this.option(0, () => {
        this.consume(0, t.Extends);
        return this.name(1, 'the name of an assume after `extends`');
      });
      return { name, base: base ?? null };
    });
    const items: AssumeItem[] = [];
    this.block('assume', "after the assume's name", () => items.push(this.subrule(0, this.assumeItem)));
    return { doc, ...this.known(head), items, span: this.span(start) };
  });

  assumeItem = this.RULE(
    'assumeItem',
    (): AssumeItem =>
      this.or(0, {
        DEF: [
          { ALT: (): AssumeItem => this.subrule(0, this.constItem as () => ConstItem) },
          { GATE: () => !this.isNext(t.Equal, 2), ALT: (): AssumeItem => this.subrule(0, this.timing) },
          { GATE: () => !this.isNext(t.Equal, 2), ALT: (): AssumeItem => this.subrule(0, this.network) },
          { GATE: () => !this.isNext(t.Equal, 2), ALT: (): AssumeItem => this.subrule(0, this.fault) },
          { GATE: () => !this.isNext(t.Equal, 2), ALT: (): AssumeItem => this.subrule(0, this.clocks) },
          { GATE: () => !this.isNext(t.Equal, 2), ALT: (): AssumeItem => this.subrule(0, this.limit) },
          { ALT: (): AssumeItem => this.subrule(0, this.setting) },
        ],
        IGNORE_AMBIGUITIES: true,
      }),
  );

  setting = this.RULE('setting', (): SettingItem => {
    const start = this.here();
    const name = this.name(0, 'the name of a constant or a node');
    this.ACTION(() => {
      if (!this.isNext(t.Equal)) this.refuseElsewhere('assume', this.LA(0));
      if (!this.isNext(t.Equal))
        this.fail('PV0105', name.span, `\`${name.text}\` is not part of an assume`, {
          help:
            placeInAssume(name.text) ??
            'an assume contains `timing`, `network`, `fault`, `clocks`, `limit`, `const` and settings (`Client = 3`)',
        });
    });
    this.consume(0, t.Equal);
    const value = this.subrule(0, this.formula);
    return { kind: 'setting', name, value, span: this.span(start) };
  });

  limit = this.RULE('limit', (): LimitItem => {
    const start = this.here();
    this.consume(0, t.Limit);
    const predicate = this.subrule(0, this.formula);
    return { kind: 'limit', predicate, span: this.span(start) };
  });

  // Network

  network = this.RULE('network', (): NetworkItem => {
    const start = this.here();
    this.consume(0, t.Network);
    const faults: NetworkFault[] = [];
    this.entries('network', [...networkStarts], () => faults.push(this.subrule(0, this.networkFault)));
    return { kind: 'network', faults, span: this.span(start) };
  });

  networkFault = this.RULE('networkFault', (): NetworkFault => {
    const start = this.here();
    this.ACTION(() =>
      this.requireWord(
        networkStarts,
        '`lossy`, `duplicating`, `corrupting`, `fifo`, `cuts`, `one-way cuts`, `link cuts`, `one-way link cuts`, `queue N per link` or `capacity N`',
      ),
    );
    const end = (kind: NetworkFault['kind'], amount: Expr | null, more: Partial<FaultWindow> = {}): NetworkFault => ({
      ...{ kind, amount, atOnce: null, mayStay: false, untilStable: false },
      ...more,
      span: this.span(start),
    });
    return this.or(0, [
      {
        ALT: () => {
          this.consume(0, t.Fifo);
          return end('fifo', null);
        },
      },
      {
        ALT: () => {
          this.consume(0, t.Capacity);
          return end('capacity', this.subrule(0, this.sum));
        },
      },
      {
        ALT: () => {
          this.consume(0, t.Queue);
          const amount = this.subrule(1, this.sum);
          this.mark(0, t.Per, 'and `link` after the length: `queue N per link`');
          this.mark(1, t.Link, 'after `per`: `queue N per link`');
          return end('queue', amount);
        },
      },
      {
        ALT: () => {
          const kind = this.networkFaultKind();
          const window: FaultWindow = { amount: null, atOnce: null, mayStay: false, untilStable: false };
          this.ACTION(() => this.repair(windowWords));
          this.many(0, () => {
            this.windowPart(kind, window);
            this.ACTION(() => this.repair(windowWords));
          });
          return end(kind, window.amount, window);
        },
      },
    ]);
  });

  private networkFaultKind(): NetworkFault['kind'] {
    return this.or(1, [
      { ALT: () => this.wordOf(this.consume(0, t.Lossy)) as 'lossy' },
      { ALT: () => this.wordOf(this.consume(0, t.Duplicating)) as 'duplicating' },
      { ALT: () => this.wordOf(this.consume(0, t.Corrupting)) as 'corrupting' },
      { ALT: () => this.wordOf(this.consume(0, t.Cuts)) as 'cuts' },
      {
        ALT: (): NetworkFault['kind'] => {
          this.consume(0, t.One);
          const minus = this.mark(0, t.Minus, 'after `one`: `one-way cuts`');
          const way = this.mark(0, t.Way, 'after `one-`: `one-way cuts`');
          this.ACTION(() => {
            this.glue(minus);
            this.glue(way);
          });
          const isLink = this.option(0, () => this.consume(2, t.Link)) !== undefined;
          this.mark(1, t.Cuts, isLink ? 'after `one-way link`' : 'after `one-way`');
          return isLink ? 'one-way link cuts' : 'one-way cuts';
        },
      },
      {
        ALT: (): NetworkFault['kind'] => {
          this.consume(0, t.Link);
          this.mark(2, t.Cuts, 'after `link`');
          return 'link cuts';
        },
      },
    ]);
  }

  /** In any order, each once. */
  private windowPart(kind: NetworkFault['kind'], window: FaultWindow): void {
    this.or(2, [
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(window.amount !== null, '`up to`'));
          window.amount = this.upTo(1);
        },
      },
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(window.atOnce !== null, '`at most`'));
          const start = this.here();
          this.consume(1, t.At);
          this.mark(1, t.Most, 'and a number after `at`');
          window.atOnce = this.subrule(2, this.sum);
          this.mark(2, t.At, 'after the number: `at most j at once`');
          this.mark(1, t.Once, 'after `at`: `at most j at once`');
          this.ACTION(() => this.requireCuts(kind, start));
        },
      },
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(window.mayStay, '`may stay`'));
          const start = this.here();
          this.consume(1, t.May);
          this.mark(1, t.Stay, 'after `may`');
          window.mayStay = true;
          this.ACTION(() => this.requireCuts(kind, start));
        },
      },
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(window.untilStable, '`until stable`'));
          window.untilStable = this.untilStable();
        },
      },
    ]);
  }

  private requireCuts(kind: NetworkFault['kind'], start: number): void {
    if (cutWords.has(kind)) return;
    this.report('PV0105', this.span(start), `expected \`up to k\` or \`until stable\` after \`${kind}\``, {
      help: 'only cuts last; other faults of the network affect a single message',
    });
  }

  protected upTo(index: number): Expr {
    this.consume(index, t.Up);
    this.mark(index, t.To, 'and a number after `up`');
    return this.subrule(10 + index, this.sum);
  }

  private untilStable(): boolean {
    this.consume(1, t.Until);
    this.mark(1, t.Stable, 'after `until`');
    return true;
  }

  // Faults of nodes and clocks

  fault = this.RULE('fault', (): FaultItem => {
    const start = this.here();
    const word = this.consume(0, t.Fault);
    const roles = this.header(() => this.commas(0, (each): Name => this.name(each, 'the name of a node')));
    const parts: FaultParts = { mode: null, upTo: null, atMostDown: null, mayStayDown: false, untilStable: false };
    const problems = this.problems.length;
    this.entries('fault', [...faultWords], () => this.faultPart(parts));
    this.ACTION(() => {
      if (!parts.mode && this.problems.length > problems) this.giveUp();
      if (!parts.mode)
        this.fail('PV0101', this.spanOf(word), 'expected the kind of fault', {
          help: 'begin with `stop`, `recovery`, `amnesia` or `byzantine`, as in `fault R { stop, up to 1 }`',
        });
    });
    const { mode, ...bounds } = parts;
    return {
      kind: 'fault',
      roles: this.known(roles),
      mode: (mode ? this.wordOf(mode) : 'stop') as FaultItem['mode'],
      modeSpan: this.spanOf(mode ?? word),
      ...bounds,
      span: this.span(start),
    };
  });

  private faultPart(parts: FaultParts): void {
    this.ACTION(() =>
      this.requireWord(
        faultWords,
        '`stop`, `recovery`, `amnesia`, `byzantine`, `up to f`, `at most k down`, `may stay down` or `until stable`',
      ),
    );
    this.or(0, [
      { ALT: () => this.faultMode(parts) },
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(parts.upTo !== null, '`up to`'));
          parts.upTo = this.upTo(0);
        },
      },
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(parts.atMostDown !== null, '`at most`'));
          this.consume(0, t.At);
          this.mark(0, t.Most, 'and a number after `at`');
          parts.atMostDown = this.subrule(0, this.sum);
          this.mark(0, t.Down, 'after the number: `at most k down`');
        },
      },
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(parts.mayStayDown, '`may stay down`'));
          this.consume(0, t.May);
          this.mark(0, t.Stay, 'after `may`: `may stay down`');
          this.mark(1, t.Down, 'after `may stay`');
          parts.mayStayDown = true;
        },
      },
      {
        ALT: () => {
          this.ACTION(() => this.refuseTwice(parts.untilStable, '`until stable`'));
          parts.untilStable = this.untilStable();
        },
      },
    ]);
  }

  private faultMode(parts: FaultParts): void {
    const token = this.or(1, [
      { ALT: () => this.consume(0, t.Stop) },
      { ALT: () => this.consume(0, t.Recovery) },
      { ALT: () => this.consume(0, t.Amnesia) },
      { ALT: () => this.consume(0, t.Byzantine) },
    ]);
    this.ACTION(() => {
      if (parts.mode)
        this.report('PV0117', this.spanOf(token), `this fault is already \`${this.wordOf(parts.mode)}\``, {
          related: [{ span: this.spanOf(parts.mode), message: 'first stated here' }],
          help: 'write a second `fault` for the other kind',
        });
      else parts.mode = token;
    });
  }

  private refuseTwice(isThere: boolean, what: string): void {
    if (isThere) this.report('PV0117', this.spanOf(this.next()), `${what} appears twice in this fault`);
  }

  clocks = this.RULE('clocks', (): ClocksItem => {
    const start = this.here();
    const word = this.consume(0, t.Clocks);
    let found: Omit<ClocksItem, 'kind' | 'span'> | null = null;
    const problems = this.problems.length;
    this.entries('clocks', [t.Steps], () => {
      const steps = this.subrule(0, this.clockSteps);
      this.ACTION(() => {
        if (found) this.report('PV0117', this.spanOf(this.LA(0)), '`steps` appears twice for these clocks');
        found = steps;
      });
    });
    this.ACTION(() => {
      if (!found && this.problems.length > problems) this.giveUp();
      if (!found) this.fail('PV0101', this.spanOf(word), 'expected `steps by j` in `clocks { }`');
    });
    return { kind: 'clocks', ...this.known(found as Omit<ClocksItem, 'kind' | 'span'> | null), span: this.span(start) };
  });

  clockSteps = this.RULE('clockSteps', (): Omit<ClocksItem, 'kind' | 'span'> => {
    this.mark(0, t.Steps, '');
    const upTo = this.option(0, () => this.upTo(0));
    this.mark(0, t.By, 'and the largest step after `steps`');
    const by = this.subrule(0, this.sum);
    const untilStable = this.option(1, () => this.untilStable()) ?? false;
    return { upTo: upTo ?? null, by, untilStable };
  });
}
