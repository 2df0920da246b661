/** Whether a node can have a turn: asked in properties, limits and ghost blocks. */
import type { Expr } from '#checker';
import { unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { allValues, literal } from '../text/values.ts';
import { set } from '../text/write.ts';
import { at, type Env, whole } from './env.ts';

/** Names of the operators that say it of an action, or of a message; they are defined before the code (steps/turns.ts). */
export function turnKey(kind: 'act' | 'deliver', role: number, number: number): string {
  return `turn ${kind} ${role} ${number}`;
}

export function enabledText(m: Module, env: Env, e: Extract<Expr, { op: 'enabled' }>, x: (e: Expr) => string): string {
  const { role, turn } = e;
  const node = x(e.node);
  const state = whole(env);
  const can = `CanReact(${state}, ${node})`;
  switch (turn.kind) {
    case 'act': {
      const action = m.model.roles[role].actions[turn.action];
      const names = action.params.map(({ local }) => env.scope.bind(m.model.locals[local].name));
      const chosen = action.params.map(({ local, values }, i) => {
        const all = set(values.map((v) => literal(m, m.model.locals[local].type, v, e.span)));
        const asked = turn.params[i];
        return `\\E ${names[i]} \\in ${asked === null ? all : `(${all} \\cap {${x(asked)}})`} : `;
      });
      return `(${can} /\\ ${chosen.join('')}${m.known(turnKey('act', role, turn.action))}(${[state, node, ...names].join(', ')}))`;
    }
    case 'fire': {
      const { key } = m.model.roles[role].timers[turn.timer];
      const timer = `${at(env, m.roles[role].variable)}[${node}].${m.roles[role].timers[turn.timer]}`;
      if (key === null) return `(${can} /\\ RanOut(${timer}))`;
      const all = allValues(m, key, e.span);
      const name = env.scope.bind('key');
      return `(${can} /\\ \\E ${name} \\in ${turn.key === null ? all : `(${all} \\cap {${x(turn.key)}})`} : RanOut(${timer}[${name}]))`;
    }
    case 'deliver':
      return `(${can} /\\ ${m.known(turnKey('deliver', role, turn.message))}(${state}, ${node}))`;
    default:
      return unhandled(turn);
  }
}
