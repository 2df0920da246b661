/** How a step is written: a disjunct of the next-state relation with a name of its own. */
import { block, type Code, type Env } from '../code/env.ts';
import type { Module } from '../module.ts';
import { comment } from '../text/write.ts';

/** The disjuncts, as they stand in `Next`. */
export class Steps {
  readonly m: Module;
  readonly list: string[] = [];

  constructor(m: Module) {
    this.m = m;
  }

  /**
   * One step for each way to bind the names. `bound`: "h \\in Slots(net)"; a later one may use an earlier. `nodes`: the set that
   * `self` goes through, or null for a step of the world.
   */
  add(wanted: string, about: string, nodes: string | null, bound: readonly string[], conditions: readonly string[], code: Code): void {
    // A deadline names it.
    const name = wanted === 'Tick' ? wanted : this.m.names.define(wanted);
    const quantifiers = bound.map((one) => (one.startsWith('LET ') ? `${one} IN` : `\\E ${one} :`));
    const inner = [
      ...conditions.filter((one) => one !== 'TRUE').map((one) => `/\\ ${one}`),
      code.many
        ? `/\\ \\E t \\in UNION {Finished(z) : z \\in (\n${block(block(code.text))}\n   )} : Become(t)`
        : `/\\ \\E t \\in Finished(\n${block(block(code.text))}\n   ) : Become(t)`,
    ].map((one) => one.replaceAll(/^(?=.)/gm, quantifiers.length === 0 ? '  ' : '     '));
    this.m.define(
      [
        comment(about),
        `${name}${nodes === null ? '' : '(self)'} ==`,
        '  /\\ error = "" /\\ cut = ""',
        ...(quantifiers.length === 0 ? [] : [`  /\\ ${quantifiers.join(' ')}`]),
        ...inner,
      ].join('\n'),
    );
    this.list.push(nodes === null ? name : `\\E self \\in ${nodes} : ${name}(self)`);
  }
}

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
