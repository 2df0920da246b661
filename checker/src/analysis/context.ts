/**
 * Everything that is known while one system is elaborated under one assumption set with its constants: declarations by
 * name, what is being built, and where diagnostics go.
 */
import {
  type Assume,
  type EnumItem,
  type Field,
  type FunItem,
  type Name,
  type NodeItem,
  type PredicateItem,
  type Span,
  type StructItem,
  type Expr as Syntax,
  type System,
  statementsOf,
  type TypeItem,
} from '#grammar';
import { CutSignal } from '../model/interpreter/choices.ts';
import { evaluate, ModelErrorSignal } from '../model/interpreter.ts';
import type { Clock, Expr, Instance, Local, Message, Model, PausePoint, Timing, Type, Value, Variable } from '../model/ir.ts';
import type { State } from '../model/state.ts';
import type { Constants } from './constants.ts';
import type { Expansion } from './expansion.ts';
import { LocalNames } from './local-names.ts';
import type { Reporter } from './report.ts';

export interface Context {
  readonly reporter: Reporter;
  readonly system: System;
  /** the assumption set and what it extends, nearest first; empty where the system is looked at alone */
  readonly assumes: readonly Assume[];
  readonly constants: Constants;
  readonly enums: Map<string, EnumItem>;
  readonly structs: Map<string, StructItem>;
  readonly aliases: Map<string, TypeItem>;
  readonly functions: Map<string, FunItem>;
  readonly predicates: Map<string, PredicateItem>;
  readonly clocks: Map<string, number>;
  readonly clockList: Clock[];
  readonly messages: Map<string, number>;
  readonly messageList: Message[];
  readonly ghosts: Map<string, number>;
  readonly ghostList: Variable[];
  readonly roles: RoleInfo[];
  readonly rolesByName: Map<string, RoleInfo>;
  readonly instances: Instance[];
  /** for each message the roles that can send it */
  readonly senders: Map<string, Set<number>>;
  readonly locals: Local[];
  readonly pausePoints: PausePoint[];
  /** resolved types by name, null while one is being resolved or where it is wrong */
  readonly resolved: Map<string, Type | null>;
  /** functions and predicates being inlined */
  readonly inlining: string[];
  /** how large what is being inlined has become: see expansion.ts */
  readonly expansion: Expansion;
  /** null where the system is looked at alone */
  timing: Timing | null;
  /** names that were looked up: what the editor needs, and what "never used" needs */
  readonly references: Reference[];
  readonly used: Set<string>;
  handlers: number;
}

export interface Reference {
  readonly span: Span;
  readonly declaration: Span;
  readonly kind: string;
  readonly text: string;
}

export interface RoleInfo {
  readonly item: NodeItem;
  readonly index: number;
  readonly name: string;
  readonly first: number;
  readonly count: number;
  readonly indexed: boolean;
  readonly variables: Map<string, number>;
  readonly variableList: Variable[];
  readonly timers: Map<string, number>;
  readonly timerList: TimerInfo[];
  readonly calls: string[];
}

export interface TimerInfo {
  readonly name: string;
  readonly key: Type | null;
  readonly span: Span;
  hasHandler: boolean;
  isRead: boolean;
  maxDuration: number;
}

/** The context of an expression, which determines what it can refer to. */
export type Place =
  /** sizes, bounds, counts: nothing but constants */
  | 'constant'
  /** what a variable begins with, or an empty disk holds: constants, `self` and the node's variables above it; for a ghost its ghosts too */
  | 'first'
  | 'first of a ghost'
  /** handlers and actions */
  | 'node'
  /** a ghost block in a handler or action: reads everything */
  | 'ghost'
  /** properties, limits and predicates */
  | 'property'
  /** a question about a moment of a run: reads everything; where it is about a node, as the node's code names it */
  | 'watch'
  /** the body of a `fun`: its parameters only */
  | 'function';

export interface Scope {
  readonly place: Place;
  readonly role: RoleInfo | null;
  readonly names: LocalNames;
  /** a message is being handled: `reply` and `corrupted` make sense */
  readonly handlesMessage: boolean;
  /** `next(...)` makes sense here; inside one it does not */
  readonly step: 'no' | 'yes' | 'inside';
  /** locals that a pause must keep, in declared order */
  readonly kept: readonly number[];
  /** what a quantifier binds that has ended just before, where its reader may have thought that it goes on */
  readonly ended?: Ended;
}

/** `forall p in Peer: p.asks leads to p.has` binds p on the left of `leads to` alone. */
export interface Ended {
  readonly names: ReadonlySet<string>;
  readonly word: string;
  /** where its body begins, and where it would end if it went on */
  readonly body: Pick<Span, 'start' | 'end'>;
}

export function outer(place: Place, role: RoleInfo | null): Scope {
  return { place, role, names: LocalNames.none, handlesMessage: false, step: 'no', kept: [] };
}

/** Not only what a node can know. */
export function seesEverything({ place }: Scope): boolean {
  return place === 'property' || place === 'ghost' || place === 'watch';
}

export function withLocal(
  cx: Context,
  scope: Scope,
  name: { text: string; span: Span },
  type: Type,
  keep: boolean,
): { scope: Scope; local: number } {
  const local = cx.locals.push({ name: name.text, type, span: name.span }) - 1;
  // What we make ourselves, such as `the matched value`, stands nowhere. Its declaration alone is no use of a local.
  if (!name.text.includes(' ')) cx.references.push({ span: name.span, declaration: name.span, kind: 'local', text: name.text });
  const names = scope.names.with(name.text, local);
  return { scope: { ...scope, names, kept: keep ? [...scope.kept, local] : scope.kept }, local };
}

/** A local with a wrong declaration, already reported: its uses have no type and give no further message. */
export const BROKEN = -1;

export function withBroken(scope: Scope, ...names: readonly { text: string }[]): Scope {
  return { ...scope, names: names.reduce((all, { text }) => all.with(text, BROKEN), scope.names) };
}

export function nodeType(roles: readonly RoleInfo[]): Type {
  const sorted = [...roles].sort((a, b) => a.index - b.index);
  return {
    kind: 'node',
    roles: sorted.map((r) => r.index),
    instances: sorted.flatMap((r) => Array.from({ length: r.count }, (_, i) => r.first + i)),
  };
}

export function roleNames(cx: Context): string[] {
  return cx.roles.map((r) => r.name);
}

/** What is evaluated here looks at no state. */
export const NOWHERE: State = { nodes: [], messages: [], stable: true, cuts: [], byzantine: [], used: [], time: 0, ghosts: [] };

/** The value of an expression that looks at no state; null where it has none, with `problem` saying why. */
export function fold(cx: Context, expr: Expr): { value: Value } | { problem: string } {
  const model: Pick<Model, 'instances' | 'messages' | 'clocks'> & { roles: readonly { name: string }[] } = {
    instances: cx.instances,
    messages: cx.messageList,
    clocks: cx.clockList,
    roles: cx.roles,
  };
  try {
    return { value: evaluate(model as Model, expr, NOWHERE) };
  } catch (signal) {
    if (signal instanceof ModelErrorSignal) return { problem: signal.error.message };
    if (signal instanceof CutSignal) return { problem: `the search ends at ${signal.bound}` };
    throw signal;
  }
}

export function constant(value: Value, type: Type, span: Span): Expr {
  return { op: 'const', value, type, span };
}

export function refer(cx: Context, span: Span, declaration: Span, kind: string, text: string): void {
  cx.references.push({ span, declaration, kind, text });
  cx.used.add(`${declaration.file}:${declaration.start}`);
}

/** A call is declared where it is first written; others of the name are the same. */
export function referToCall(cx: Context, { item }: RoleInfo, { text, span }: Name): void {
  const declared = statementsOf(item).find((s) => s.kind === 'call' && s.name.text === text);
  if (declared?.kind === 'call') refer(cx, span, declared.name.span, 'call', text);
}

/** A field of a struct, after a dot. */
export function referToPart(cx: Context, struct: string, field: Name): void {
  const declared = cx.structs.get(struct)?.fields.find(({ name }) => name.text === field.text);
  if (declared !== undefined) refer(cx, field.span, declared.name.span, 'field', field.text);
}

/** The fields of a message as they are written. */
export function declaredFields({ system }: Context, message: string): readonly Field[] {
  return system.items.flatMap((item) => (item.kind === 'message' && item.name.text === message ? item.fields : []));
}

export type { Syntax };
