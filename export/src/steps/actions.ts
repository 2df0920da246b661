/** How a step is written: a disjunct of the next-state relation with a name of its own. */
import type { StepLabel } from '#checker';
import { block, type Code, type Env } from '../code/env.ts';
import type { Module } from '../module.ts';
import { comment, quoted } from '../text/write.ts';

/** What fairness sees of a step; texts of what the step binds. */
export interface Seen {
  readonly kind: StepLabel['kind'];
  /** what the step takes of that which fairness asks for: which action or timer, whose, with which key or parameters */
  readonly name?: string;
  readonly self?: string;
  readonly key?: string;
  /** the message that it takes, loses or changes */
  readonly message?: string;
  /** kinds of messages that it loses */
  readonly lost?: string;
  /** classes of messages that vanish */
  readonly gone?: string;
}

/** The disjuncts, as they stand in `Next`. */
export class Steps {
  readonly m: Module;
  readonly list: string[] = [];
  /** the same steps once more, with what fairness sees of them, and how they stand in its next-state relation */
  readonly fair: { readonly texts: string[]; readonly list: string[] } = { texts: [], list: [] };

  constructor(m: Module) {
    this.m = m;
  }

  /**
   * One step for each way to bind the names. `bound`: "h \\in Slots(net)"; a later one may use an earlier. `nodes`: the set that
   * `self` goes through, or null for a step of the world.
   */
  add(
    wanted: string,
    about: string,
    seen: Seen,
    nodes: string | null,
    bound: readonly string[],
    conditions: readonly string[],
    code: Code,
  ): void {
    // A deadline names it.
    const name = wanted === 'Tick' ? wanted : this.m.names.define(wanted);
    const quantifiers = bound.map((one) => (one.startsWith('LET ') ? `${one} IN` : `\\E ${one} :`));
    const text = (called: string, becomes: string) => {
      const inner = [
        ...conditions.filter((one) => one !== 'TRUE').map((one) => `/\\ ${one}`),
        code.many
          ? `/\\ \\E t \\in UNION {Finished(z) : z \\in (\n${block(block(code.text))}\n   )} : ${becomes}`
          : `/\\ \\E t \\in Finished(\n${block(block(code.text))}\n   ) : ${becomes}`,
      ].map((one) => one.replaceAll(/^(?=.)/gm, quantifiers.length === 0 ? '  ' : '     '));
      return [
        comment(about),
        `${called}${nodes === null ? '' : '(self)'} ==`,
        '  /\\ error = "" /\\ cut = ""',
        ...(quantifiers.length === 0 ? [] : [`  /\\ ${quantifiers.join(' ')}`]),
        ...inner,
      ].join('\n');
    };
    const disjunct = (called: string) => (nodes === null ? called : `\\E self \\in ${nodes} : ${called}(self)`);
    this.m.define(text(name, 'Become(t)'));
    this.list.push(disjunct(name));
    if (!this.m.asksFairness) return;
    const fair = this.m.names.define(`Fair_${name}`);
    this.fair.texts.push(text(fair, `Become(t) /\\ ${this.#did(seen)}`));
    this.fair.list.push(disjunct(fair));
  }

  #did({ kind, name, self, key, message, lost, gone }: Seen): string {
    const losses = [
      ...(lost === undefined ? [] : [lost]),
      ...(this.m.tellsSevered && SENDS[kind] ? [this.m.guard('fair cuts', 'LostAtCuts(t.severed)', '{}')] : []),
    ];
    const changes = [
      ['step', quoted(kind)],
      ['name', name],
      ['self', self],
      ['key', key],
      ['message', message === undefined ? undefined : `Some(Class(${message}))`],
      ['lost', losses.length === 0 ? undefined : losses.join(' \\cup ')],
      ['gone', gone],
    ];
    const told = changes.flatMap(([field, value]) => (value === undefined ? [] : [`!.${field} = ${value}`]));
    return `Did([Nothing EXCEPT ${told.join(', ')}])`;
  }
}

/** Whether code of a node runs in steps of the kind. */
const SENDS: Readonly<Record<StepLabel['kind'], boolean>> = {
  deliver: true,
  duplicate: true,
  lie: true,
  fire: true,
  resume: true,
  act: true,
  restart: true,
  tick: false,
  stabilise: false,
  crash: false,
  lose: false,
  corrupt: false,
  cut: false,
  heal: false,
  clock: false,
};

/** What the disjuncts bind. */
const STEPS_BIND = ['self', 't', 'z', 'h', 'm', 'key', 'liar', 'payload', 'call', 'fault'];

/** The working state at the beginning of a step. */
export function beginning(m: Module, role: number | null, self: string | null): Env {
  const scope = m.names.scope();
  for (const taken of STEPS_BIND) scope.bind(taken);
  return { state: 'Now', self, role, locals: new Map(), names: self === null ? [] : [self], scope, corrupted: null, next: null };
}

/** An environment for the body of an operator with these parameters, of which the first is the working state. */
export function inOperator(m: Module, role: number, params: readonly string[]): Env {
  const scope = m.names.scope();
  const [state, self, ...others] = params.map((one) => scope.bind(one));
  return { state, self, role, locals: new Map(), names: [self, ...others], scope, corrupted: null, next: null };
}
