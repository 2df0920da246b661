/** The system of a case, as Proviso reads it. */
import { readFileSync } from 'node:fs';
import { analyse, load, lower, type Model } from '#checker';
import type { Case } from './cases.ts';

type Question = Pick<Case, 'spec' | 'assume' | 'constants' | 'edit'>;

/** `change`: the text of the system before it is read. */
export function modelOf({ spec, assume, constants, edit }: Question, change = (text: string) => text): Model {
  const text = `${change(edited(spec, edit))}\n${assume}\n`;
  const loaded = load(fileOf(spec), text, () => ({ problem: 'there is nothing to import', details: {} }));
  const analysis = analyse({ root: loaded.root, files: loaded.files, resolve: loaded.resolve });
  const [system] = analysis.systems.keys();
  const { model } = lower(analysis, system, 'Bench', new Map(Object.entries(constants)));
  if (model === null) throw new Error(`${spec} has mistakes`);
  return model;
}

/** The same as a file that asks for the property under `Bench`. */
export function fileText({ spec, assume, constants, edit, property }: Question & Pick<Case, 'property'>): string {
  const set = Object.entries(constants).map(([name, value]) => `${name} = ${value}`);
  return `${edited(spec, edit)}\n${assume.replace('{', `{ ${set.join('  ')} `)}\ncheck Bench { ${property} holds }\n`;
}

export function fileOf(name: string): string {
  return new URL(name, import.meta.url).pathname;
}

function edited(spec: string, edit: Case['edit']): string {
  const text = readFileSync(fileOf(spec), 'utf8');
  if (edit === undefined) return text;
  const [from, to] = edit;
  if (!text.includes(from)) throw new Error(`${spec} has no ${from}`);
  return text.replace(from, to);
}
