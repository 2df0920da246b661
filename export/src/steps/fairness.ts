/**
 * The fairness of the assumptions (docs/fairness.md), as formulas of a module that extends the main one: a variable tells what the last
 * step took, so that each thing fairness asks for is a predicate of states, and a step that changes nothing is seen too. Weak fairness is
 * `[]<>(not possible, or just taken)`, strong fairness `<>[](not possible) \/ []<>(just taken)`. Whether something is possible is what the
 * semantics calls available, not TLA+'s ENABLED: a node that is suspended, a bound that cuts the step, and what is read do not matter.
 */
import { type Action, comesBack, type Model, type Role, statements } from '#checker';
import type { Span } from '#grammar';
import { block, type Env, withLocal } from '../code/env.ts';
import { look } from '../code/evaluate.ts';
import { expression, isPlain } from '../code/expressions.ts';
import type { Module } from '../module.ts';
import { allValues, nodes } from '../text/values.ts';
import { EMPTY, quoted, sequence, set } from '../text/write.ts';
import { inOperator, type Steps } from './actions.ts';
import { countsOf, inFlight, messageConditions } from './fair-messages.ts';
import { paramsOf } from './nodes.ts';
import { defersOf } from './patterns.ts';
import { cutsOf } from './world.ts';

/** TLC looks at each class of messages in each state, */
const MOST_CLASSES = 2000;
/** and for each of these kinds at twice as many kinds of runs. */
export const MOST_STRONG = 10;

/** The module of fairness, all but its head; refuses what TLC cannot be told. `span`: of the property that asks. */
export function fairness(m: Module, steps: Steps, span: Span): string {
  mayRefuse(m, span);
  const conditions = [
    m.guard('fair endless', '[]<><<TRUE>>_fairvars \\* a run that rests goes on resting'),
    ...(m.model.timing.time ? [m.guard('fair time', '[]<>(did.step = "tick")')] : []),
    ...items(m),
    ...messageConditions(m),
  ].filter((one) => !one.startsWith('TRUE'));
  return [
    'VARIABLE did \\* what the last step took\n\nfairvars == <<vars, did>>',
    seen(m),
    ...steps.fair.texts,
    ...(m.model.timing.time ? [] : [RESTS]),
    `FairInit == Init /\\ did = Nothing`,
    `FairNext ==\n${[...steps.fair.list, ...(m.model.timing.time ? [] : [m.guard('fair rest', 'Rests', 'FALSE')])].map((one) => `  \\/ ${one}`).join('\n')}`,
    inFlight(m),
    `Fairness ==\n${conditions.map((one) => `  /\\ ${one}`).join('\n')}`,
    'FairSpec == FairInit /\\ [][FairNext]_fairvars /\\ Fairness',
  ].join('\n\n');
}

function mayRefuse(m: Module, span: Span): void {
  if (usesRandom(m.model))
    m.refuse('each outcome of a `random` is fair for each state by itself, which no formula says without naming every state', span);
  const { classes, deferred, lossy } = countsOf(m.model);
  if (classes > MOST_CLASSES)
    m.refuse(`each of ${classes} classes of messages would need a condition of its own, which is too much for TLC`, span);
  const strong = deferred + lossy;
  if (strong > MOST_STRONG && !m.strongAsAsked)
    m.refuse(
      `the strong fairness of ${strong} kinds of messages would have TLC look for 2^${strong} kinds of runs, which is too much`,
      span,
    );
}

function usesRandom({ roles }: Model): boolean {
  const bodies = roles.flatMap(({ handlers, actions }) => [...handlers, ...actions].map(({ body }) => body));
  return bodies.some((body) => [...statements(body)].some((stmt) => stmt.kind === 'choose' && stmt.random));
}

// What a step tells

const RESTS = `\\* nothing has to happen while time does not pass
Rests == error = "" /\\ cut = "" /\\ UNCHANGED vars /\\ Did([Nothing EXCEPT !.step = "rest"])`;

function seen(m: Module): string {
  const staying = m.model.network.cuts.filter(({ mayStay }) => mayStay).map(({ kind }) => quoted(kind));
  const heal = `\\A c \\in cuts : Severs({c}, m.from, m.to) => c.kind \\notin ${set(staying)}`;
  const repeated = m.guard('fair repeated', 'IF did.still = 1 THEN 2 ELSE 1', '0');
  return [
    'Nothing == [step |-> "", name |-> "", self |-> "", key |-> <<>>, message |-> None, lost |-> {}, gone |-> {}, still |-> 0]',
    `\\* "still" tells a step that changes nothing from none\nDid(d) == did' = [d EXCEPT !.still = IF vars' # vars THEN 0 ELSE ${repeated}]`,
    '\\* a message without its age; and of these, those of one sender, receiver, name and payload',
    'Class(m) == [m EXCEPT !.age = 0]\nKind(m) == [m EXCEPT !.age = 0, !.corrupted = FALSE, !.call = None]',
    undeferred(m),
    'LostKind(m) == IF ~m.corrupted /\\ Undeferred(m) THEN {Kind(m)} ELSE {}',
    ...(m.tellsSevered ? [`LostAtCuts(S) == UNION {IF ${m.guard('fair staying', heal)} THEN LostKind(m) ELSE {} : m \\in S}`] : []),
  ].join('\n');
}

/** Whatever is read; to a node that is not up nothing is deferred. */
function undeferred(m: Module): string {
  const otherwise = m.model.roles.reduceRight((rest, role) => {
    const code = defersOf(m, role)?.call('Fresh(Now)', 'm.to', 'm');
    if (code === undefined) return rest;
    const free = (r: string) => `${r}.s.end = "cut" \\/ (${r}.s.end = "" /\\ ~${r}.v)`;
    const text = code.many ? `(\\A r \\in ${code.text} : ${free('r')})` : `(LET r == ${code.text} IN ${free('r')})`;
    return `IF m.to \\in ${m.roles[role.index].nodes} THEN ${text}\n  ELSE ${rest}`;
  }, 'TRUE');
  return `Undeferred(m) ==\n  ${otherwise === 'TRUE' ? 'TRUE' : m.guard('fair deferred', `IF status[m.to] # "up" THEN TRUE\n  ELSE ${otherwise}`)}`;
}

// What is asked of nodes and of the world

function items(m: Module): string[] {
  const { model } = m;
  const weak = (quantified: string, possible: string, taken: string) => `${quantified}[]<>(~${possible} \\/ ${taken})`;
  const returning = model.instances.flatMap(({ index }) => {
    const faults = model.crashes.filter(({ instances }) => instances.includes(index));
    const isForced = faults.some(({ mode }) => comesBack(mode)) && !faults.some(({ mayStayDown }) => mayStayDown);
    return isForced ? [index] : [];
  });
  const healing = model.network.cuts.filter(({ mayStay }) => !mayStay);
  return [
    ...(m.has('suspended')
      ? [
          m.guard(
            'fair resume',
            weak('\\A n \\in Node : ', '(Runs(Now, n) /\\ suspended[n] # None)', '(did.step = "resume" /\\ did.self = n)'),
          ),
        ]
      : []),
    ...model.roles.flatMap((role) => [...fires(m, role), ...acts(m, role)]),
    ...(returning.length === 0
      ? []
      : [
          m.guard(
            'fair restart',
            weak(`\\A n \\in ${nodes(m, returning)} : `, '(status[n] = "down")', '(did.step = "restart" /\\ did.self = n)'),
          ),
        ]),
    ...healing.map(({ kind }) =>
      m.guard('fair heal', weak(`\\A c \\in ${cutsOf(model, m, kind)} : `, '(c \\in cuts)', '(did.step = "heal" /\\ did.key = <<c>>)')),
    ),
    ...(m.has('stable') ? [m.guard('fair stabilise', '[]<>stable')] : []),
  ];
}

function fires(m: Module, role: Role): string[] {
  const { variable, nodes: own, timers } = m.roles[role.index];
  return role.timers.flatMap(({ hasHandler, key, name, span }, t) => {
    if (!hasHandler) return [];
    const keyed = key === null ? '' : `, k \\in ${allValues(m, key, span)}`;
    const timer = `${variable}[n].${timers[t]}${key === null ? '' : '[k]'}`;
    const taken = `did.step = "fire" /\\ did.name = ${quoted(`${role.name} ${name}`)} /\\ did.self = n /\\ did.key = ${key === null ? EMPTY : '<<k>>'}`;
    return [m.guard('fair timers', `\\A n \\in ${own}${keyed} : []<>(~(Runs(Now, n) /\\ RanOut(${timer})) \\/ (${taken}))`)];
  });
}

function acts(m: Module, role: Role): string[] {
  return role.actions.flatMap((action) => {
    if (action.optional && !m.isDropped('fair optional')) return [];
    const { names, sets } = paramsOf(m, action);
    const bound = ['self \\in '.concat(m.roles[role.index].nodes), ...names.map((name, i) => `${name} \\in ${sets[i]}`)];
    const taken = `did.step = "act" /\\ did.name = ${quoted(`${role.name} ${action.name}`)} /\\ did.self = self /\\ did.key = ${sequence(names)}`;
    const possible = `Runs(Now, self) /\\ ${available(m, role, action)}(${['self', ...names].join(', ')})`;
    return [m.guard('fair actions', `\\A ${bound.join(', ')} : []<>(~(${possible}) \\/ (${taken}))`)];
  });
}

/** The guard holds whatever is read; a step that a bound cuts is possible, and one whose guard fails is none. */
function available(m: Module, role: Role, action: Action): string {
  const { guard, params, name } = action;
  const defined = m.names.define(`${role.name}_${name}_is_possible`);
  const { names } = paramsOf(m, action);
  const inner = inOperator(m, role.index, ['s', 'self', ...names]);
  const bound = params.reduce<Env>((at, { local }, i) => withLocal(at, local, names[i]), { ...inner, corrupted: 'FALSE' });
  const head = `${defined}(${['self', ...names].join(', ')}) ==`;
  if (guard === null) m.define(`${head} TRUE`);
  else if (isPlain(m, guard)) m.define(`${head} ${expression(m, { ...bound, state: null }, guard)}`);
  else {
    const code = look(m, { ...bound, state: 'Now' }, guard);
    const holds = (r: string) => `${r}.s.end = "cut" \\/ (${r}.s.end = "" /\\ ${r}.v)`;
    m.define(
      code.many
        ? `${head} ${m.guard('fair readings', '\\A', '\\E')} r \\in (\n${block(code.text)}\n) : ${holds('r')}`
        : `${head} LET r == (\n${block(code.text)}\n) IN ${holds('r')}`,
    );
  }
  return defined;
}
