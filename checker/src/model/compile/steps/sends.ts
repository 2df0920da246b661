/** Sends: the words of a message in flight, who gets it, which calls become stale. */
import type { Field } from '../../fields.ts';
import type { Expr, Stmt, Type } from '../../ir.ts';
import { codeText, writePlace } from '../memory/access.ts';
import type { Body } from '../unit.ts';
import { isNumber } from '../unit.ts';
import { convert } from '../values/convert.ts';
import { held, value } from '../values/expressions.ts';
import { correctText } from '../values/reads.ts';
import { eachElement, shifted } from '../values/values.ts';

export function send(body: Body, stmt: Stmt & { kind: 'send' }): void {
  const words = payload(body, stmt.message, stmt.args);
  const to = held(body, stmt.to);
  const call = newCall(body, stmt.call);
  post(body, stmt.message, words, to, call);
}

export function broadcast(body: Body, stmt: Stmt & { kind: 'broadcast' }): void {
  const words = payload(body, stmt.message, stmt.args);
  const set = held(body, stmt.to);
  const call = newCall(body, stmt.call);
  const type = stmt.to.type as Type & { kind: 'set' };
  eachElement(body, type, set, body.code.label(), (to) => {
    body.code.line(`if(${to}===${body.self})continue;`);
    post(body, stmt.message, words, to, call);
  });
}

export function reply(body: Body, stmt: Stmt & { kind: 'reply' }): void {
  const words = payload(body, stmt.message, stmt.args);
  post(body, stmt.message, words, body.handling!.from, body.handling!.call);
}

/** The words of a slot with the payload; whoever posts it adds route and call. */
function payload(body: Body, message: number, args: readonly Expr[]): string[] {
  const { unit, code } = body;
  const { bag } = unit.layout;
  const places = bag.fields[message];
  const declared = unit.model.messages[message].fields;
  const values = args.map((a, i) => code.hold(convert(body, a.type, declared[i].type, value(body, a))));
  const words = Array.from({ length: bag.slotWords }, () => [] as string[]);
  if (places.every((p) => p.kind === 'leaf')) {
    for (const [i, place] of places.entries()) {
      const f = (place as { field: Field }).field;
      if (f.bits > 0) words[f.word].push(shifted(codeText(unit, place.type, values[i]), f.shift));
    }
    return words.map((w) => (w.length === 0 ? '0' : code.hold(w.length === 1 ? w[0] : w.join('|'))));
  }
  code.line('OUT.fill(0);');
  for (const [i, place] of places.entries()) writePlace(unit, code, 'OUT', '0', place, values[i]);
  return words.map((_, w) => code.keep(`OUT[${w}]`));
}

/** Makes the older requests of that name stale, and gives the code of the new one. */
function newCall(body: Body, call: number | null): string {
  if (call === null) return '0';
  const index = body.unit.layout.calls.index[body.self][call];
  const fresh = 2 + 2 * index;
  body.code.line(`stale(${fresh});`);
  if (body.handling !== null) body.code.line(`if(${body.handling.call}===${fresh})${body.handling.call}=${fresh - 1};`);
  return String(fresh);
}

function post(body: Body, message: number, words: readonly string[], to: string, call: string): void {
  const { unit, code, base } = body;
  const { bag } = unit.layout;
  const { network } = unit.model;
  const tag = isNumber(to) ? String(bag.routes.tag(body.self, Number(to), message)) : code.keep(`${tagTable(body, message)}[${to}]`);
  const first = [shifted(tag, bag.tag.shift)];
  if (words[0] !== '0') first.unshift(words[0]);
  if (call !== '0' && bag.call.bits > 0) first.push(shifted(call, bag.call.shift));
  const conditions: string[] = [];
  if (unit.layout.cuts.length > 0) conditions.push(`!crosses(${base.words},${base.offset},${body.self},${to})`);
  const correct = correctText(body, to);
  if (correct !== '1') conditions.push(correct);
  if (network.queue !== null) conditions.push(`linkCount(${tag})<${network.queue}`);
  const insert = `insert(${[first.join('|'), ...words.slice(1)].join(',')});`;
  code.line(conditions.length === 0 ? insert : `if(${conditions.join('&&')})${insert}`);
}

function tagTable(body: Body, message: number): string {
  const { unit, self } = body;
  return unit.onceConstant(`tags ${self} ${message}`, () =>
    Int32Array.from(unit.model.instances, (i) => unit.layout.bag.routes.tag(self, i.index, message)),
  );
}
