/**
 * Consensus where it is impossible: nodes have to decide alike and have to decide, and what is assumed is known not to allow both. Told
 * only where a check expects both to hold, and where each node can be struck: one that is spared can decide for all.
 */
import type { System } from '#grammar';
import type { CrashFault, Expr, Model, Property, Temporal } from '../../model/ir.ts';
import { does, expressionsIn, roleStatements, statements } from '../../model/walk.ts';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';

/** What the nodes of a role decide. */
interface Decision {
  readonly role: number;
  readonly variable: number;
}

/**
 * Fischer, Lynch and Paterson, 1985: one crash is enough where nothing ever bounds how long a message takes. What is sent at the start no
 * crash can prevent: there all may know from everyone what to decide.
 */
export function unendingConsensus(_: System, { model, isClaimed }: Meeting, reporter: Reporter): void {
  if (!isAsynchronous(model) || sendsAtStart(model) || !isEachStruck(model, model.crashes.filter(isForGood))) return;
  for (const property of model.properties) {
    if (property.kind !== 'liveness' || property.provided !== null || !isClaimed(property.name)) continue;
    const decision = decisions(model, isClaimed).find((one) => comesAbout(property.formula, one) && !choosesAtRandom(model, one));
    if (decision === undefined) continue;
    const { name } = model.roles[decision.role].variables[decision.variable];
    reporter.report('PV0715', property.nameSpan, `${property.name} asks for consensus, which need not end under ${model.assume}`, {
      why: `Nodes have to agree on \`${name}\` and to set it, any of them can stop for good, and nothing bounds delays: no deterministic protocol does both, unless every run decides the same.`,
      help: 'assume `timing partial { eventually delay <= k }`, claim progress `provided` something, or `choose random`',
    });
  }
}

/** Pease, Shostak and Lamport, 1980: with messages that are not signed, three nodes cannot tolerate one traitor, nor 3 f nodes f of them. */
export function manyTraitors(_: System, { model, isClaimed }: Meeting, reporter: Reporter): void {
  const lying = model.crashes.filter(({ mode }) => mode === 'byzantine');
  if (!isEachStruck(model, lying)) return;
  const [nodes, liars] = [model.instances.length, lying.reduce((sum, { upTo, instances }) => sum + (upTo ?? instances.length), 0)];
  if (3 * liars < nodes) return;
  const decided = decisions(model, isClaimed);
  const meant = decided.find((one) => model.properties.some((property) => isClaimed(property.name) && asksForMore(property, one)));
  if (meant === undefined) return;
  const { name } = model.roles[meant.role].variables[meant.variable];
  reporter.report('PV0716', lying[0].span, `${liars} of ${nodes} nodes can be Byzantine, which is a third or more`, {
    why: `Nodes have to agree on \`${name}\`, and on the right value or in the end. Messages are not signed: less than a third may lie, or no protocol does both.`,
    help: `with ${liars} that lie, ${3 * liars + 1} nodes are needed`,
  });
}

/** No bound on delays, not even in the end; with an order kept and pauses bounded consensus would be possible all the same. */
function isAsynchronous({ timing, network }: Model): boolean {
  if (!timing.time) return true;
  return timing.delay.every((bound) => bound === null) && !(network.fifo && timing.pause.some((bound) => bound !== null));
}

function sendsAtStart({ roles }: Model): boolean {
  const atStart = roles.flatMap(({ handlers }) => handlers.filter(({ trigger }) => trigger.kind === 'start'));
  return atStart.some(({ body }) => [...statements(body)].some((stmt) => does(stmt, 'sends')));
}

function isForGood({ mode, mayStayDown }: CrashFault): boolean {
  return mode === 'stop' || (mode !== 'byzantine' && mayStayDown);
}

function isEachStruck({ instances, budgets }: Model, faults: readonly CrashFault[]): boolean {
  const able = faults.filter(({ budget, upTo, maxDown }) => (budget === null || budgets[budget].limit > 0) && upTo !== 0 && maxDown !== 0);
  return able.length > 0 && instances.every(({ index }) => able.some((fault) => fault.instances.includes(index)));
}

/** Variables of which a safety property says that no two nodes of a role differ in them. */
function decisions({ properties, roles }: Model, isClaimed: Meeting['isClaimed']): Decision[] {
  return properties.flatMap((property) => {
    if (property.kind !== 'state' || property.word !== 'safety' || !isClaimed(property.name)) return [];
    return equalities(property.predicate, true).flatMap(([left, right]) => {
      const isOne = left.role === right.role && left.variable === right.variable && roles[left.role].count > 1;
      return isOne && left.node !== right.node ? [{ role: left.role, variable: left.variable }] : [];
    });
  });
}

/** Validity, or that it ends: agreement alone is kept by nodes that never decide. */
function asksForMore(property: Property, decision: Decision): boolean {
  if (property.kind === 'liveness') return property.provided === null && comesAbout(property.formula, decision);
  if (property.kind !== 'state' || property.word !== 'safety') return false;
  return equalities(property.predicate, true).some(([left, right]) => {
    if (left.node === right.node) return false;
    const [isLeft, isRight] = [left, right].map(({ role, variable }) => role === decision.role && variable === decision.variable);
    return isLeft !== isRight;
  });
}

interface Place extends Decision {
  /** the local that holds the node */
  readonly node: string;
}

/** Variables of nodes that are equal where the expression has this value: of `never p != q`, and not of `never p == q`. */
function equalities(e: Expr, value: boolean): [Place, Place][] {
  if (e.op === 'not') return equalities(e.of, !value);
  if (e.op === 'and' || e.op === 'or') return [e.left, e.right].flatMap((part) => equalities(part, value));
  if (e.op === 'implies') return [...equalities(e.left, !value), ...equalities(e.right, value)];
  if (e.op === 'exists' || e.op === 'forall' || e.op === 'let') return equalities(e.body, value);
  if (e.op !== (value ? '==' : '!=')) return [];
  const [left, right] = [placeOf(e.left), placeOf(e.right)];
  return left === null || right === null ? [] : [[left, right]];
}

function placeOf(e: Expr): Place | null {
  if (e.op === 'convert') return placeOf(e.value);
  if (e.op !== 'varOf') return null;
  return { role: e.role, variable: e.variable, node: nodeOf(e.node) };
}

function nodeOf(e: Expr): string {
  if (e.op === 'convert') return nodeOf(e.value);
  return e.op === 'local' ? `local ${e.local}` : e.op === 'const' ? `${e.value}` : 'another';
}

/** The variable stands in something that has to come about, from the start on. */
function comesAbout(formula: Temporal, { role, variable }: Decision): boolean {
  switch (formula.op) {
    case 'eventually':
      return expressionsIn(formula).some((e) => e.op === 'varOf' && e.role === role && e.variable === variable);
    case 'and':
      return [formula.left, formula.right].some((part) => comesAbout(part, { role, variable }));
    case 'state':
    case 'not':
    case 'always':
    case 'or':
    case 'implies':
    case 'until':
    case 'leadsTo':
      return false;
    default:
      return formula satisfies never;
  }
}

function choosesAtRandom({ roles }: Model, { role }: Decision): boolean {
  return [...roleStatements(roles[role])].some((stmt) => stmt.kind === 'choose' && stmt.random);
}
