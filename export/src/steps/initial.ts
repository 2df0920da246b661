/** Initial states: every `any`, every Byzantine set, stable or not, and what the nodes do on start. */
import { byzantineSets, expressionsIn, type Role, type Variable } from '#checker';
import { afterwards, asState, bindText, block, type Code, type Env, manyText, one } from '../code/env.ts';
import { evaluate } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import type { Circumstance, Module } from '../module.ts';
import { allValues, node, nodes } from '../text/values.ts';
import { points, quoted, record, set } from '../text/write.ts';
import { beginning } from './actions.ts';
import { budgetNames } from './faults.ts';
import { firstSteps } from './nodes.ts';

export function initial(m: Module): void {
  m.section('Initial states');
  const starts = new Map(m.model.roles.map((role) => [role.index, startOf(m, role)]));
  const begin = beginning(m, null, null);
  const env: Env = { ...begin, state: begin.scope.bind('s') };
  const first = record([
    ...m.model.roles.map((role) => [m.roles[role.index].variable, roleRecord(m, role)] as const),
    ...m.model.ghosts.map((ghost, g) => [m.ghosts[g], isSimple(m, ghost) ? expression(m, env, ghost.initial!) : '0'] as const),
    ...Object.entries(AT_FIRST).flatMap(([name, of]) => (m.has(name as Circumstance) ? [[name, of(m)] as const] : [])),
    ...Object.entries(m.working),
  ]);
  const code = bindText(
    env.state!,
    first,
    ghosts(m, env, 0, (after) => variables(m, after, 0, 0, (last) => started(m, last, starts, 0))),
  );
  const sets = byzantineSets(m.model).map((one) =>
    nodes(
      m,
      one.flatMap((is, i) => (is ? [i] : [])),
    ),
  );
  const bound = [
    ...(m.has('byzantine') ? [`liars \\in ${m.guard('Byzantine sets', set(sets), '(SUBSET Node)')}`] : []),
    ...(m.has('stable') ? ['isStable \\in BOOLEAN'] : []),
    `t \\in UNION {Finished(z) : z \\in (\n${block(block(manyText(code)))}\n  )}`,
  ];
  m.define(`Init ==\n  \\E ${bound.join(' :\n  \\E ')} :\n${m.variables.map((name) => `    /\\ ${name} = t.${name}`).join('\n')}`);
}

const AT_FIRST: Readonly<Record<Circumstance, (m: Module) => string>> = {
  status: () => 'TLCEval([n \\in Node |-> "up"])',
  net: () => 'TLCEval([m \\in {} |-> 0])',
  suspended: () => 'TLCEval([n \\in Node |-> None])',
  late: () => 'TLCEval([n \\in Node |-> 0])',
  stable: () => 'isStable',
  cuts: () => '{}',
  byzantine: () => 'liars',
  used: (m) => points(budgetNames(m).map((name) => [quoted(name), '0'])),
  time: () => '0',
  error: () => '""',
  cut: () => '""',
};

/** One value, which depends on nothing that has to have its value before. */
function isSimple(m: Module, { initial }: Variable): boolean {
  return initial !== null && isPlain(m, initial) && expressionsIn(initial).every(({ op }) => op !== 'var');
}

/** The records of a role's nodes; what is not simple is set afterwards. */
function roleRecord(m: Module, role: Role): string {
  const names = m.roles[role.index];
  const env = beginning(m, role.index, 'n');
  const fields = [
    ...role.variables.map(
      (variable, v) => [names.variables[v], isSimple(m, variable) ? expression(m, env, variable.initial!) : '0'] as const,
    ),
    ...role.timers.map(
      ({ key, span }, t) => [names.timers[t], key === null ? 'Off' : `TLCEval([k \\in ${allValues(m, key, span)} |-> Off])`] as const,
    ),
    ...names.clocks.flatMap((clock) =>
      clock === null ? [] : [[clock.floor, '0'] as const, ...(clock.offset === null ? [] : [[clock.offset, '0'] as const])],
    ),
    ...(names.origin === null ? [] : [[names.origin, '0'] as const]),
  ];
  return `TLCEval([n \\in ${names.nodes} |-> ${fields.length === 0 ? '[none |-> 0]' : record(fields)}])`;
}

function ghosts(m: Module, env: Env, g: number, rest: (env: Env) => Code): Code {
  const ghost = m.model.ghosts[g];
  if (ghost === undefined) return rest(env);
  if (isSimple(m, ghost)) return ghosts(m, env, g + 1, rest);
  return valued(m, env, ghost, `!.${m.ghosts[g]}`, (after) => ghosts(m, after, g + 1, rest));
}

function variables(m: Module, env: Env, instance: number, v: number, rest: (env: Env) => Code): Code {
  const of = m.model.instances[instance];
  if (of === undefined) return rest({ ...env, self: null, role: null });
  const variable = m.model.roles[of.role].variables[v];
  if (variable === undefined) return variables(m, env, instance + 1, 0, rest);
  if (isSimple(m, variable)) return variables(m, env, instance, v + 1, rest);
  const names = m.roles[of.role];
  const self = node(m, instance);
  const inside = { ...env, self, role: of.role };
  return valued(m, inside, variable, `!.${names.variable}[${self}].${names.variables[v]}`, (after) =>
    variables(m, after, instance, v + 1, rest),
  );
}

function valued(m: Module, env: Env, variable: Variable, place: string, rest: (env: Env) => Code): Code {
  const put = (value: string, from: Env): Code => {
    const state = from.scope.bind('s');
    return bindText(state, `[${from.state} EXCEPT ${place} = ${value}]`, rest({ ...from, state }));
  };
  if (variable.initial !== null) return evaluate(m, env, variable.initial, asState, put);
  const value = env.scope.bind('any');
  const each = put(value, env);
  return {
    text: `EachOf(${allValues(m, variable.type, variable.span)}, LAMBDA ${value} :\n${block(manyText(each))})`,
    many: true,
    ends: true,
  };
}

type Start = ((state: string, self: string) => Code) | null;

/** An operator for what a node of the role does on start, or null where that is nothing. */
function startOf(m: Module, role: Role): Start {
  const { handlers, from } = firstSteps(m, role, 'start');
  if (handlers.length === 0 || m.isDropped('start runs')) return null;
  const name = m.names.define(`${role.name}_start`);
  const begin = beginning(m, role.index, 'self');
  const env: Env = { ...begin, state: begin.scope.bind('s') };
  const isOne = handlers[0].guard === null;
  const ways = isOne ? [handlers[0]] : [...handlers, null];
  const codes = ways.map((handler) => from(env, handler));
  const many = !isOne || codes[0].many;
  m.define(`${name}(s, self) ==\n${block(many ? codes.map((code) => `(${manyText(code)})`).join(' \\cup\n') : codes[0].text)}`);
  return (state, self) => ({ text: `${name}(${state}, ${self})`, many, ends: true });
}

function started(m: Module, env: Env, starts: ReadonlyMap<number, Start>, instance: number): Code {
  const of = m.model.instances[instance];
  if (of === undefined) return one(env.state!);
  const start = starts.get(of.role) ?? null;
  if (start === null) return started(m, env, starts, instance + 1);
  const self = node(m, instance);
  const runs = start(env.state!, self);
  const unless = (text: string, idle: string) => (m.has('byzantine') ? `IF ${self} \\in liars THEN ${idle} ELSE ${text}` : text);
  const text = runs.many ? unless(`{Started(z) : z \\in ${runs.text}}`, `{${env.state}}`) : unless(`Started(${runs.text})`, env.state!);
  return afterwards({ ...runs, text }, env, asState, (after) => started(m, after, starts, instance + 1));
}
