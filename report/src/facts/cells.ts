/** What code and properties look at, and which step of a run last changed it. */
import type { AssignTarget, Block, Event, Expr, MessageState, Model, Trace, TraceStep } from '#checker';
import { changesBetween, type Moved } from './changes.ts';
import { looksLike } from './happened.ts';
import { nodeName, type Reader, roleOf, stateBefore } from './reader.ts';

/** A variable or ghost: of a node, or (null) of the system. Of a map all of it. */
export interface Cell {
  readonly node: string | null;
  readonly name: string;
}

/** `votes[Client#1]` is a part of `votes`. */
export function isPartOf({ node, name }: Moved, cell: Cell): boolean {
  return node === cell.node && name.split('[', 1)[0] === cell.name;
}

export function sameCell(a: Cell, b: Cell): boolean {
  return a.node === b.node && a.name === b.name;
}

export function distinctCells(cells: readonly Cell[]): Cell[] {
  return cells.filter((cell, i) => cells.findIndex((other) => sameCell(other, cell)) === i);
}

/** By step: the same steps are asked about again and again. */
const known = new WeakMap<TraceStep, readonly Moved[]>();

export function changesIn({ model, trace }: Reader, index: number): readonly Moved[] {
  const step = trace.steps[index];
  const changes = known.get(step) ?? changesBetween(model, stateBefore(trace, index), step.state, []);
  known.set(step, changes);
  return changes;
}

/** The last step before `before` that changed it; -1 where none did. */
export function lastChange(reader: Reader, cell: Cell, before: number): number {
  for (let index = before - 1; index >= 0; index--) if (changesIn(reader, index).some((moved) => isPartOf(moved, cell))) return index;
  return -1;
}

/** What decides the value that code gives to a cell. */
export interface Decided {
  /** named by what is assigned */
  readonly by: readonly Cell[];
  /** named by the conditions around it */
  readonly when: readonly Cell[];
}

/** Over all assignments to this cell in the code of a node's role. */
export function decidedBy(model: Model, self: number, cell: Cell): Decided {
  const role = roleOf(model, self);
  const isIt = ({ variable }: AssignTarget) => {
    if (variable.kind === 'own') return cell.node === nodeName(model, self) && role.variables[variable.variable].name === cell.name;
    if (variable.kind === 'system') return cell.node === null && model.ghosts[variable.ghost].name === cell.name;
    return cell.node !== null && model.roles[variable.role].variables[variable.variable].name === cell.name;
  };
  const [by, when]: [Expr[], Expr[]] = [[], []];
  const within = (block: Block, conditions: readonly Expr[]): void => {
    for (const stmt of block) {
      if (stmt.kind === 'assign' && isIt(stmt.target)) {
        by.push(stmt.value);
        when.push(...conditions);
      }
      if (stmt.kind === 'if') for (const branch of [stmt.then, stmt.else]) within(branch, [...conditions, stmt.cond]);
      if (stmt.kind === 'for' || stmt.kind === 'ghost') within(stmt.body, conditions);
    }
  };
  for (const { body } of [...role.handlers, ...role.actions]) within(body, []);
  const cells = (expressions: readonly Expr[]) => distinctCells(expressions.flatMap((e) => cellsIn(model, self, e)));
  return { by: cells(by), when: cells(when) };
}

/** Some message that the role sends tells what the variable holds. */
export function flowsOut(model: Model, self: number, name: string): boolean {
  const { handlers, actions } = roleOf(model, self);
  const isSent = (block: Block): boolean =>
    block.some((stmt) => {
      if (stmt.kind === 'if') return isSent(stmt.then) || isSent(stmt.else);
      if (stmt.kind === 'for') return isSent(stmt.body);
      if (stmt.kind !== 'send' && stmt.kind !== 'broadcast' && stmt.kind !== 'reply') return false;
      return stmt.args.some((e) => cellsIn(model, self, e).some((cell) => cell.name === name));
    });
  return [...handlers, ...actions].some(({ body }) => isSent(body));
}

/** Cells that an expression names, `self` being the node whose own variables it may name. */
function cellsIn(model: Model, self: number, e: Expr): Cell[] {
  const found: Cell[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) walk(one);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
    const expr = part as Expr;
    if (expr.op === 'var') found.push({ node: nodeName(model, self), name: roleOf(model, self).variables[expr.variable].name });
    else if (expr.op === 'systemGhost') found.push({ node: null, name: model.ghosts[expr.ghost].name });
    else if (expr.op === 'varOf') {
      const { name } = model.roles[expr.role].variables[expr.variable];
      const nodes =
        expr.node.op === 'const' ? [expr.node.value as number] : model.instances.flatMap((i) => (i.role === expr.role ? [i.index] : []));
      for (const node of nodes) found.push({ node: nodeName(model, node), name });
    }
    for (const [key, inner] of Object.entries(part)) if (key !== 'type' && key !== 'span') walk(inner);
  };
  walk(e);
  return found;
}

/** The step that sent the message which step `index` handles; -1 for one that was sent at the start, null where it handles none. */
export function sentAt(trace: Trace, index: number): number | null {
  const { label } = trace.steps[index].step;
  return label.kind === 'deliver' || label.kind === 'duplicate' ? sentBefore(trace, label.message, index) : null;
}

/** The last step before `end` that sent such a message; -1 where none did. */
export function sentBefore({ steps }: Trace, message: MessageState, end: number): number {
  const sends = (e: Event) => e.kind === 'sent' && e.vanished === null && looksLike(e.message, message);
  return steps.findLastIndex(({ step }, i) => i < end && step.events.some(sends));
}
