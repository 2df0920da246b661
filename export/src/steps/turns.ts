/** Whether a node has a turn, for the properties, limits and ghost blocks that ask: operators for the actions and messages asked about. */
import { type Expr, expressionsIn } from '#checker';
import { turnKey } from '../code/enabled.ts';
import { asLook, block, type Code, choice, type Env, thenLook, withLocal } from '../code/env.ts';
import { look, seen } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import type { Module } from '../module.ts';
import { all, quoted } from '../text/write.ts';
import { inOperator } from './actions.ts';
import { paramsOf } from './nodes.ts';
import { bindPattern, callText, deliverableOf, firstOf } from './patterns.ts';

export function turns(m: Module): void {
  const asked = expressionsIn([m.model.roles, m.model.properties, m.model.limits]).filter(
    (e): e is Extract<Expr, { op: 'enabled' }> => e.op === 'enabled',
  );
  if (asked.length === 0) return;
  m.section('Who has a turn');
  for (const { role, turn } of asked) {
    if (turn.kind === 'act') canAct(m, role, turn.action);
    else if (turn.kind === 'deliver') isTaken(m, role, turn.message);
    else turn satisfies { kind: 'fire' };
  }
}

/** For some reading; a step that ends in an error, or is cut, is a step. */
function forSome(code: Code): string {
  if (code.many) return `\\E r \\in (\n${block(code.text)}\n) : r.s.end # "" \\/ r.v`;
  return `LET r == (\n${block(code.text)}\n) IN r.s.end # "" \\/ r.v`;
}

function canAct(m: Module, role: number, number: number): void {
  const action = m.model.roles[role].actions[number];
  m.once(turnKey('act', role, number), `${m.model.roles[role].name}_can_${action.name}`, (name) => {
    const { names } = paramsOf(m, action);
    const inner = inOperator(m, role, ['s', 'self', ...names]);
    const env = action.params.reduce<Env>((at, { local }, i) => withLocal(at, local, names[i]), { ...inner, corrupted: 'FALSE' });
    const { guard } = action;
    const text =
      guard === null ? 'TRUE' : isPlain(m, guard) ? expression(m, env, guard) : forSome(look(m, { ...env, state: 'Fresh(s)' }, guard));
    m.define(`${name}(${['s', 'self', ...names].join(', ')}) == ${text}`);
  });
}

function isTaken(m: Module, number: number, message: number): void {
  const role = m.model.roles[number];
  m.once(turnKey('deliver', number, message), `${role.name}_takes_${m.model.messages[message].name}`, (name) => {
    const env = { ...inOperator(m, number, ['s', 'self', 'h', 'm']), state: 'Fresh(s)' };
    const patterns = role.handlers.flatMap(({ trigger, guard }) =>
      trigger.kind === 'message' && trigger.message === message ? [{ trigger, guard }] : [],
    );
    const code = thenLook(deliverableOf(m, role).call('Fresh(s)', 'self', 'h'), env, asLook, (can, after) => {
      const handled = { ...after, state: `[${after.state} EXCEPT !.handled = Context(m)]` };
      const candidates = patterns.map(({ trigger, guard }) => ({
        env: bindPattern(m, handled, trigger, 'm'),
        pattern: callText(m, handled, trigger),
        guard,
      }));
      return choice(can, firstOf(m, handled, candidates), seen('FALSE', after));
    });
    const about = all(['m.to = self', `m.name = ${quoted(m.model.messages[message].name)}`]);
    m.define(`${name}(s, self) == \\E h \\in Slots(s.net) : LET m == Message(s.net, h) IN ${about} /\\ (${forSome(code)})`);
  });
}
