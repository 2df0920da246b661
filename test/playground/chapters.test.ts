/** The chapters do what they say: each sample is as it expects to be, and its change breaks just that property. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { standing } from '#checker';
import { CHAPTERS, type Chapter } from '../../playground/src/chapters.ts';
import { slow } from '../random/run.ts';
import { checksOf, judgedIn } from '../samples/outcomes.ts';
import { analysed } from '../support/spec.ts';

const textOf = ({ file }: Chapter) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const changed = (chapter: Chapter) => textOf(chapter).replace(chapter.change.find, () => chapter.change.put);

test.each(CHAPTERS)('$id: the change has its place, and what comes of it is sound', (chapter) => {
  expect(textOf(chapter).split(chapter.change.find)).toHaveLength(2);
  const warnings = analysed(changed(chapter)).diagnostics.filter(({ severity }) => severity !== 'hint');
  expect(warnings).toEqual([]);
});

/** What else breaks with it. */
const ALSO: Readonly<Record<string, readonly string[]>> = { lies: ['Agreed'] };
/** Of the dearest, only the checks that the change is about. */
const UNDER: Readonly<Record<string, string>> = { timeout: 'Sync', lease: 'Paused', fencing: 'Recovery' };

test.each(slow ? CHAPTERS : CHAPTERS.slice(0, 2))('$id: the change breaks what it is about', (chapter) => {
  const outcomes = judgedIn(checksOf(changed(chapter), undefined, { assume: UNDER[chapter.id], blame: false }));
  const broken = outcomes.filter((outcome) => standing(outcome) === 'unexpected' && outcome.verdict.status === 'violated');
  expect([...new Set(broken.map(({ property }) => property))]).toEqual([chapter.property, ...(ALSO[chapter.id] ?? [])]);
});
