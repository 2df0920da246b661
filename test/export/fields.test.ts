/**
 * The compiler reports a new kind of statement or operator where the export has to know it, but not a new field of something that is there
 * already. So what the export reads of models is written down while it translates, and what it never asks for has to be known here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { analysed, modelOf } from '../support/spec.ts';
import { guardSpecs } from './guard-specs.ts';
import { translated } from './tlc.ts';

const SPECS = join(import.meta.dirname, 'specs');

/** Fields of the model that change no state and no step, by what they are for. */
const NOT_NEEDED = [
  // Why a property holds, how something is shown, and what a thing is called that is known by its place.
  ...[
    'property.antecedent',
    'property.claimsNoChange',
    'property.nameSpan',
    'property.usesKnowledge',
    'roles.indexed',
    'span.end',
    'network.queueSpan',
  ],
  ...['handlers.id', 'actions.id', 'timing.word'],
  // How much room there has to be.
  ...['timers.isRead', 'timers.maxDuration'],
  // What is said of delays alone, of variables of nodes alone, and once more.
  ...['pause.min', 'drift.min', 'skew.min', 'ghosts.durable', 'ghosts.ghost', 'ghosts.wiped', 'target.type', 'key.in'],
];

/** `part.field` of everything that the model has, and of what was asked for by name. */
class Fields {
  readonly there = new Set<string>();
  readonly read = new Set<string>();
  readonly #watched = new Map<object, object>();
  /** What goes through all fields, whatever they are called, asks for none: it looks at what each is, and then for its value. */
  #described: object | null = null;
  #field: PropertyKey = '';

  watch<T>(value: T, held: string): T {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#watched.get(value);
    if (known !== undefined) return known as T;
    const part = value as Readonly<Record<string, unknown>>;
    const name = held.endsWith('pan')
      ? 'span'
      : 'predicate' in part || 'nameSpan' in part
        ? 'property'
        : String(part.op ?? part.kind ?? held);
    if (!Array.isArray(value))
      for (const field of Object.keys(value))
        if (field !== 'span' && !(field === 'type' && 'op' in value)) this.there.add(`${name}.${field}`);
    const proxy = new Proxy(value, {
      get: (target, field) => {
        const inner: unknown = Reflect.get(target, field);
        if (typeof field === 'symbol' || !Object.hasOwn(target, field)) return inner;
        const isPassed = this.#described === target && this.#field === field;
        this.#described = null;
        if (!Array.isArray(target) && !isPassed) this.read.add(`${name}.${field}`);
        return this.watch(inner, Array.isArray(target) ? held : field);
      },
      getOwnPropertyDescriptor: (target, field) => {
        this.#described = target;
        this.#field = field;
        return Reflect.getOwnPropertyDescriptor(target, field);
      },
    });
    this.#watched.set(value, proxy);
    return proxy as T;
  }
}

function* models(): Generator<{ readonly model: Model; readonly text: string }> {
  for (const text of Object.values(guardSpecs)) yield { model: modelOf(text), text };
  for (const file of readdirSync(SPECS)) {
    const text = readFileSync(join(SPECS, file), 'utf8');
    for (const { runs } of analysed(text).checks) yield { model: runs[0].model().model!, text };
  }
}

test('every field of a model is read, or changes no state and no step', () => {
  const fields = new Fields();
  for (const { model, text } of models()) {
    // The others are refused.
    const properties = model.properties.filter(({ kind, usesKnowledge }) => kind !== 'scenario' && !usesKnowledge);
    translated(fields.watch(structuredClone({ ...model, properties }), 'model'), text);
  }
  const unread = [...fields.there].filter((field) => !fields.read.has(field));
  expect(unread.sort()).toEqual([...NOT_NEEDED].sort());
});
