/** Provisos of a text or a sample, for tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Analysis, type ConstantValue, type ProvisosAnswer, type ProvisosOptions, provisos } from '#checker';
import { plainStyle, provisosText } from '#report';
import { analysed } from '../support/spec.ts';

const samples = join(import.meta.dirname, '../../samples');
export const options: ProvisosOptions = {
  now: () => 0,
  slice: 60,
  maxStates: 150_000,
  timeout: 60_000,
  stop: () => null,
  joint: true,
  search: { reduceFrom: 20_000 },
};

export function sampleText(name: string): string {
  return readFileSync(join(samples, `${name}.proviso`), 'utf8');
}

export function sample(name: string, more = ''): Analysis {
  return analysed(`${sampleText(name)}\n${more}`);
}

export type Narrowed = Partial<ProvisosOptions> & { readonly set?: Readonly<Record<string, ConstantValue>> };

export function answers(analysis: Analysis, system: string, assume: string, narrowed: Narrowed = {}): ProvisosAnswer[] {
  const { set = {}, ...rest } = narrowed;
  const events = provisos(analysis, system, assume, new Map(Object.entries(set)), { ...options, ...rest });
  return [...events!].flatMap((event) => (event.kind === 'answer' ? [event.answer] : []));
}

/** The sentences before the figures of the effort. */
export function sentences(answer: ProvisosAnswer): string[] {
  const lines = provisosText(answer, { style: plainStyle, columns: 200, all: true, milliseconds: 0 });
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[\d,]+ assumption sets?, /.test(line));
}

/** By hand: what is asked again and again gets through, but not while who answers is always down. Who stops for good never answers. */
export const ASKS_AGAIN = `system Asks {
  message Ask
  message Answer
  node A { heard: bool = false  action ask when not heard { send Ask to B }  on Answer { heard = true } }
  node B { on Ask { reply Answer } }
  liveness Heard: eventually A.heard
}
assume Calm { timing async  network { queue 1 per link }  fault B { recovery, until stable } }
check Calm { Heard holds }
`;
