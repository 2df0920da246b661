/**
 * Expressions that may end the step in an error or a cut, or that take a reading, which is a choice: they are evaluated from left to
 * right, and what follows is written as the rest of the code. `rest` is called once.
 */
import {
  type Access,
  type Construction,
  choosesReading,
  type Equality,
  type Expr,
  type ListOperation,
  type Order,
  operandsOf,
  type SetAlgebra,
  type Strict,
  type Sum,
} from '#checker';
import { unhandled } from '#grammar';
import type { Module } from '../module.ts';
import { wrong } from '../text/convert.ts';
import { numeral, quoted } from '../text/write.ts';
import {
  asLook,
  bindLocal,
  bindText,
  block,
  type Code,
  choice,
  type Env,
  manyText,
  one,
  thenLook,
  type Wrap,
  withLocal,
  withName,
} from './env.ts';
import { applied, countText, elements, expression, isPlain, keysOf, numberedText, timerText } from './expressions.ts';
import { clockReading, mayBeLoose, timerReading } from './readings.ts';

export type Rest = (value: string, env: Env) => Code;

export function evaluate(m: Module, env: Env, e: Expr, wrap: Wrap, rest: Rest): Code {
  if (isPlain(m, e)) return rest(expression(m, env, e), env);
  switch (e.op) {
    case 'const':
    case 'local':
    case 'self':
    case 'var':
    case 'systemGhost':
    case 'corrupted':
    case 'stable':
      // Always plain.
      return rest(expression(m, env, e), env);
    case 'let':
      return evaluate(m, env, e.value, wrap, (value, after) => {
        const bound = bindLocal(m, after, e.local);
        return bindText(bound.name, value, evaluate(m, bound.env, e.body, wrap, rest));
      });
    case 'varOf':
    case 'up':
    case 'correct':
    case 'numberOf':
      return held(m, env, e.node, wrap, (node, after) => rest(expression(m, after, { ...e, node }), after));
    case 'left':
    case 'running':
      return several(m, env, [e.node, e.key], wrap, ([node, key], after) => {
        const timer = timerText(m, after, e.role, node ?? after.self!, e.timer, key);
        if (node === null && mayBeLoose(m.model, e.role)) return timerReading(m, after, e, timer, key, rest);
        return rest(e.op === 'left' ? `Left(${timer})` : `(Left(${timer}) > 0)`, after);
      });
    case 'clock':
      return clockReading(m, env, e, rest);
    case 'numbered':
      return evaluate(m, env, e.number, wrap, (number, after) => {
        const { count, name } = m.model.roles[e.role];
        const outside = m.guard('numbered', `${number} \\notin 1..${count}`, 'FALSE');
        return unless(m, after, wrap, outside, e, `there is no such ${name}`, rest(numberedText(m, e.role, number), after));
      });
    case 'enabled':
      return enabledLook(m, env, e, wrap, rest);
    case 'not':
      return evaluate(m, env, e.of, wrap, (value, after) => rest(`(~${value})`, after));
    case 'and':
    case 'or':
    case 'implies':
      return shortcut(m, env, e, wrap, rest);
    case 'if':
      return evaluate(m, env, e.cond, wrap, (cond, after) =>
        thenLook(choice(cond, look(m, after, e.then), look(m, after, e.else)), after, wrap, rest),
      );
    case 'forall':
    case 'exists':
      return evaluate(m, env, e.from, wrap, (from, after) => {
        const decided = e.op === 'exists' ? 'TRUE' : 'FALSE';
        const undecided = e.op === 'exists' ? 'FALSE' : 'TRUE';
        const code = fold(m, after, elements(m, e.from, from), e.local, e.where, undecided, e, (inner, _acc, goOn) =>
          evaluate(m, inner, e.body, asLook, (body, last) =>
            choice(e.op === 'exists' ? body : `~${body}`, seen(decided, last), goOn(undecided, last)),
          ),
        );
        return thenLook(code, after, wrap, rest);
      });
    case 'countWhere':
      return evaluate(m, env, e.from, wrap, (from, after) => {
        const code = fold(m, after, elements(m, e.from, from), e.local, e.where, '0', e, (inner, acc, goOn) => goOn(`(${acc} + 1)`, inner));
        return thenLook(code, after, wrap, rest);
      });
    case 'comprehension':
      return thenLook(collected(m, env, e, 0, '{}'), env, wrap, rest);
    case 'mapBy': {
      const type = e.type;
      if (type.kind !== 'map') throw new Error('a map of another type');
      const keys = `${elements(m, { ...e, type: { kind: 'set', of: type.key } }, keysOf(m, e))}`;
      const code = fold(m, env, keys, e.local, null, 'TLCEval([x \\in {} |-> x])', e, (inner, acc, goOn) =>
        evaluate(m, inner, e.value, asLook, (value, last) => goOn(`(${acc} @@ (${last.locals.get(e.local)} :> ${value}))`, last)),
      );
      return thenLook(code, env, wrap, rest);
    }
    case 'countInFlight': {
      const asked = [...e.args, e.from, e.to];
      return several(m, env, asked, wrap, (texts, after) => {
        const args = texts.slice(0, e.args.length);
        return rest(countText(m, after, e, args, texts[e.args.length], texts[e.args.length + 1]), after);
      });
    }
    case 'next':
      // Only step properties contain it; they are evaluated in a state of their own beside.
      return evaluate(m, { ...env, state: env.next, next: null }, e.of, wrap, (value, after) =>
        rest(value, { ...after, state: env.state, next: env.next }),
      );
    case 'knows':
      return m.refuse('what a node knows depends on every reachable state, and has no counterpart in TLA+', e.span);
    default:
      e satisfies Strict;
      return strict(m, env, e, wrap, rest);
  }
}

/** A record of the value and the state that evaluating it leaves. */
export function look(m: Module, env: Env, e: Expr): Code {
  return evaluate(m, env, e, asLook, seen);
}

export function seen(value: string, env: Env): Code {
  return one(`[v |-> ${value}, s |-> ${env.state}]`);
}

/** Each of several expressions from left to right; null stays null. */
export function several(
  m: Module,
  env: Env,
  asked: readonly (Expr | null)[],
  wrap: Wrap,
  rest: (texts: readonly (string | null)[], env: Env) => Code,
): Code {
  const [first, ...others] = asked;
  if (first === undefined) return rest([], env);
  if (first === null) return several(m, env, others, wrap, (texts, after) => rest([null, ...texts], after));
  return evaluate(m, env, first, wrap, (text, after) => {
    const kept = others.some((one) => one !== null && !isPlain(m, one)) ? keep(after) : null;
    const tail = several(m, kept?.env ?? after, others, wrap, (texts, last) => rest([kept?.name ?? text, ...texts], last));
    return kept === null ? tail : bindText(kept.name, text, tail);
  });
}

/** A name for a value that is needed after others have been evaluated. */
function keep(env: Env): { readonly name: string; readonly env: Env } {
  const name = env.scope.bind('v');
  return { name, env: withName(env, name) };
}

/** Evaluates an operand and gives it back as an expression: what its value is needed in takes expressions. */
function held(m: Module, env: Env, e: Expr, wrap: Wrap, rest: (e: Expr, env: Env) => Code): Code {
  return evaluate(m, env, e, wrap, (text, after) => {
    const local = m.model.locals.length + after.locals.size;
    return rest({ op: 'local', local, type: e.type, span: e.span }, withLocal(after, local, text));
  });
}

function enabledLook(m: Module, env: Env, e: Extract<Expr, { op: 'enabled' }>, wrap: Wrap, rest: Rest): Code {
  const { turn } = e;
  return held(m, env, e.node, wrap, (node, after) => {
    switch (turn.kind) {
      case 'act': {
        const hold = (i: number, done: readonly (Expr | null)[], at: Env): Code => {
          const next = turn.params[i];
          if (next === undefined) return rest(expression(m, at, { ...e, node, turn: { ...turn, params: done } }), at);
          if (next === null) return hold(i + 1, [...done, null], at);
          return held(m, at, next, wrap, (param, last) => hold(i + 1, [...done, param], last));
        };
        return hold(0, [], after);
      }
      case 'fire':
        if (turn.key === null) return rest(expression(m, after, { ...e, node }), after);
        return held(m, after, turn.key, wrap, (key, last) => rest(expression(m, last, { ...e, node, turn: { ...turn, key } }), last));
      case 'deliver':
        return rest(expression(m, after, { ...e, node }), after);
      default:
        return unhandled(turn);
    }
  });
}

/** The right side is evaluated only where the left one leaves it open; otherwise the value is `decided`. */
function shortcut(m: Module, env: Env, e: Extract<Expr, { op: 'and' | 'or' | 'implies' }>, wrap: Wrap, rest: Rest): Code {
  return evaluate(m, env, e.left, wrap, (left, after) => {
    if (isPlain(m, e.right)) return rest(applied(m, e, [left, expression(m, after, e.right)]), after);
    const right = look(m, after, e.right);
    switch (e.op) {
      case 'and':
        return thenLook(choice(left, right, seen('FALSE', after)), after, wrap, rest);
      case 'or':
        return thenLook(choice(left, seen('TRUE', after), right), after, wrap, rest);
      case 'implies':
        return thenLook(choice(left, right, seen('TRUE', after)), after, wrap, rest);
      default:
        return unhandled(e.op);
    }
  });
}

/** Of what is strict, what has a value wherever its operands have one. */
type Unfailing = (Sum | Equality | Order | 'min' | 'max' | 'and' | 'or' | 'implies') | (Construction | Access | SetAlgebra | ListOperation);

function strict(m: Module, env: Env, e: Strict, wrap: Wrap, rest: Rest): Code {
  return several(m, env, operandsOf(e), wrap, (texts, after) => {
    const of = texts.map((text) => text!);
    const value = applied(m, e, of);
    switch (e.op) {
      case '/':
      case '%':
        return unless(m, after, wrap, m.guard('division', `${of[1]} = 0`, 'FALSE'), e, 'division by zero', rest(value, after));
      case 'minOf':
      case 'maxOf': {
        const empty = m.guard('empty extreme', e.of.type.kind === 'set' ? `${of[0]} = {}` : `${of[0]} = <<>>`, 'FALSE');
        return unless(m, after, wrap, empty, e, `${e.op === 'minOf' ? 'min' : 'max'} of nothing`, rest(value, after));
      }
      case 'position': {
        const outside = m.guard('position', `${of[1]} < 0 \\/ ${of[1]} >= Len(${of[0]})`, 'FALSE');
        return unless(m, after, wrap, outside, e, 'a position outside of a list', rest(value, after));
      }
      case 'first':
      case 'last':
        return unless(m, after, wrap, m.guard('end', `${of[0]} = <<>>`, 'FALSE'), e, `${e.op} of an empty list`, rest(value, after));
      case 'convert':
        return convert(m, after, e, of[0], wrap, rest);
      default:
        e.op satisfies Unfailing;
        return rest(value, after);
    }
  });
}

type Converts = Extract<Expr, { op: 'convert' }>;

function convert(m: Module, env: Env, e: Converts, text: string, wrap: Wrap, rest: Rest): Code {
  const name = env.scope.bind('v');
  const inside = withName(env, name);
  if (e.value.type.kind === 'int' && e.type.kind === 'int')
    return bindText(name, text, inRange(m, inside, e, e.type, name, wrap, rest(name, inside)));
  const check = wrong(m, name, e.value.type, e.type, e.what, e.span);
  const goesOn = rest(applied(m, e, [name]), inside);
  if (check === '<<>>') return bindText(name, text, goesOn);
  const why = inside.scope.bind('wrong');
  return bindText(name, text, bindText(why, check, choice(`${why} # <<>>`, wrap(`Fail(${env.state}, ${why})`), goesOn)));
}

/** The most frequent of them, in fewer words. */
function inRange(
  m: Module,
  env: Env,
  e: Converts,
  to: Extract<Expr['type'], { kind: 'int' }>,
  name: string,
  wrap: Wrap,
  goesOn: Code,
): Code {
  const [lo, hi] = [numeral(to.lo), numeral(to.hi)];
  const from = e.value.type;
  if (from.kind !== 'int') throw new Error('a number of another type');
  const below = from.lo < to.lo ? [`${name} < ${lo}`] : [];
  const above = from.hi > to.hi && to.limit === null ? [`${name} > ${hi}`] : [];
  const outside = [...below, ...above].join(' \\/ ') || 'FALSE';
  const inside = unless(m, env, wrap, m.guard('range', outside, 'FALSE'), e, `${e.what} would be outside ${to.lo}..${to.hi}`, goesOn);
  if (to.limit === null || from.hi <= to.hi) return inside;
  const passed = wrap(`Fail(${env.state}, <<"cut", ${quoted(`${to.limit} <= ${to.hi}`)}>>)`);
  return choice(m.guard('limited type', `${name} > ${hi}`, 'FALSE'), passed, inside);
}

/** An error where the condition is true. */
export function unless(m: Module, env: Env, wrap: Wrap, condition: string, e: { span: Expr['span'] }, why: string, goesOn: Code): Code {
  return choice(condition, wrap(failed(m, env, e, why)), goesOn);
}

export function failed(m: Module, env: Env, { span }: { span: Expr['span'] }, why: string): string {
  return `Fail(${env.state}, <<"error", ${quoted(`${m.placeOf(span)}: ${why}`)}>>)`;
}

type Step = (inner: Env, acc: string, goOn: (acc: string, env: Env) => Code) => Code;

/**
 * Looks at each element of a sequence in turn, with the local bound, where `where` holds: a recursive operator of its own. `acc` is
 * what was gathered so far.
 */
export function fold(m: Module, env: Env, sequence: string, local: number, where: Expr | null, first: string, e: Expr, step: Step): Code {
  const many = choosesReading(m.model, e);
  const name = m.names.define(`Each_${m.placeOf(e.span).replaceAll(/[^A-Za-z0-9]+/g, '_')}`);
  const scope = m.names.scope();
  const names = env.names.map((one) => scope.bind(one));
  const [state, rest, acc] = [scope.bind('s'), scope.bind('rest'), scope.bind('acc')];
  const bound = bindLocal(m, { ...env, state, scope, names: [...names, acc] }, local);
  const call = (to: string, gathered: string, from: string) => `${name}(${[to, from, gathered, ...names].join(', ')})`;
  const goOn = (gathered: string, from: Env): Code => ({ text: call(from.state!, gathered, `Tail(${rest})`), many, ends: true });
  const body =
    where === null
      ? step(bound.env, acc, goOn)
      : evaluate(m, bound.env, where, asLook, (holds, after) => choice(holds, step(after, acc, goOn), goOn(acc, after)));
  const code = choice(`${rest} = <<>>`, seen(acc, { ...bound.env, state }), bindText(bound.name, `Head(${rest})`, body));
  const params = [state, rest, acc, ...names];
  m.define(
    `RECURSIVE ${name}(${params.map(() => '_').join(', ')})\n${name}(${params.join(', ')}) ==\n${block(many ? manyText(code) : code.text)}`,
  );
  return { text: call(env.state!, first, sequence), many, ends: true };
}

function collected(m: Module, env: Env, e: Extract<Expr, { op: 'comprehension' }>, depth: number, acc: string): Code {
  if (depth === e.binders.length) return evaluate(m, env, e.element, asLook, (element, last) => seen(`(${acc} \\cup {${element}})`, last));
  const { local, from, where } = e.binders[depth];
  return evaluate(m, env, from, asLook, (text, after) =>
    fold(m, after, elements(m, from, text), local, where, acc, e, (inner, gathered, goOn) =>
      thenLook(collected(m, inner, e, depth + 1, gathered), inner, asLook, goOn),
    ),
  );
}
