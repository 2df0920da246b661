/** Which variables, ghosts and timers node code and what is watched can read. */
import type { Expr, Model, Stmt } from '../ir.ts';
import type { Circumstance, ClockRead, Pure } from '../operators.ts';
import { eachPart } from '../walk.ts';
import type { Watch } from '../watch.ts';

export interface Reads {
  /** "role variable" */
  readonly variables: ReadonlySet<string>;
  /** those of them that are read, or assigned, by naming the node */
  readonly byName: ReadonlySet<string>;
  /** "role timer": `left` or `running` is read */
  readonly timers: ReadonlySet<string>;
  /** those of them that are read by naming the node */
  readonly timersByName: ReadonlySet<string>;
  /** messages in flight of that name are counted, or it is asked whether one can be handled */
  readonly messages: ReadonlySet<number>;
  readonly ghosts: ReadonlySet<number>;
}

type Assign = Extract<Stmt, { kind: 'assign' }>;

/** What an assignment to a dead variable evaluates, or its first value, is not read, where that can neither fail nor choose: least fixed point. */
export function readsOf(model: Model, watch: Watch): Reads {
  const reads = new Collected();
  for (;;) {
    const before = reads.size;
    collect(reads, model, watch);
    if (reads.size === before) return reads;
  }
}

class Collected implements Reads {
  readonly variables = new Set<string>();
  readonly byName = new Set<string>();
  readonly timers = new Set<string>();
  readonly timersByName = new Set<string>();
  readonly messages = new Set<number>();
  readonly ghosts = new Set<number>();

  get size(): number {
    return this.variables.size + this.byName.size + this.timers.size + this.ghosts.size;
  }
}

function collect(reads: Collected, model: Model, watch: Watch): void {
  const { deadline } = watch;
  const watched = [watch.predicates, watch.steps, deadline === null ? [] : [deadline.from, deadline.to]];
  readIn(reads, null, [watched, model.limits.map(({ predicate }) => predicate)]);
  for (const { index, handlers, defers, actions, variables } of model.roles) {
    for (const [v, { initial, wiped }] of variables.entries()) {
      for (const first of [initial, wiped]) if (reads.variables.has(`${index} ${v}`) || !isTotal(first)) readIn(reads, index, first);
    }
    readIn(
      reads,
      index,
      [handlers, actions].flat().map(({ guard, body }) => [guard, body]),
    );
    readIn(
      reads,
      index,
      defers.map(({ guard }) => guard),
    );
  }
}

/** `role`: whose code it is, or null for what is watched. */
function readIn(reads: Collected, role: number | null, piece: unknown): void {
  eachPart(piece, (part) => {
    if (part.kind === 'assign') {
      assignment(reads, role, part as Assign);
      return false;
    }
    if (part.op !== undefined) readAt(reads, role, part as Expr);
    return true;
  });
}

function readAt(reads: Collected, role: number | null, e: Expr): void {
  switch (e.op) {
    case 'var':
      reads.variables.add(`${role} ${e.variable}`);
      return;
    case 'varOf':
      reads.variables.add(`${e.role} ${e.variable}`);
      reads.byName.add(`${e.role} ${e.variable}`);
      return;
    case 'systemGhost':
      reads.ghosts.add(e.ghost);
      return;
    case 'left':
    case 'running':
      reads.timers.add(`${e.role} ${e.timer}`);
      if (e.node !== null) reads.timersByName.add(`${e.role} ${e.timer}`);
      return;
    case 'countInFlight':
      reads.messages.add(e.message);
      return;
    case 'enabled':
      if (e.turn.kind === 'deliver') reads.messages.add(e.turn.message);
      return;
    default:
      e.op satisfies Pure | ClockRead | Exclude<Circumstance, 'countInFlight' | 'enabled'> | 'knows';
  }
}

/** A position in a list is looked at, for a list may be too short for it; the rest of what was there is only kept. */
function assignment(reads: Collected, role: number | null, { target, value }: Assign): void {
  const { variable, path } = target;
  const place = variable.kind === 'system' ? null : `${variable.kind === 'own' ? role : variable.role} ${variable.variable}`;
  if (place !== null && variable.kind === 'other') reads.byName.add(place);
  if (path.some((step) => step.kind === 'position')) {
    if (place !== null) reads.variables.add(place);
    else if (variable.kind === 'system') reads.ghosts.add(variable.ghost);
  }
  const live = variable.kind === 'system' ? reads.ghosts.has(variable.ghost) : reads.variables.has(place!);
  readIn(reads, role, [variable.kind === 'other' ? variable.node : null, path]);
  if (live || !isTotal(value)) readIn(reads, role, value);
}

/** Operations that have a result for all values, and choose nothing. */
const TOTAL = new Set<Expr['op']>([
  ...(['const', 'local', 'self', 'var', 'varOf', 'systemGhost', 'up', 'correct', 'stable'] as const),
  ...(['not', 'and', 'or', 'implies', 'if', '==', '!=', '<', '<=', '>', '>='] as const),
  ...(['numberOf', 'struct', 'setOf', 'field', 'in', 'union', 'intersection', 'difference', 'size'] as const),
]);

function isTotal(value: Expr | null): boolean {
  let total = true;
  eachPart(value, ({ op }) => {
    if (op !== undefined && !TOTAL.has(op as Expr['op'])) total = false;
    return total;
  });
  return total;
}
