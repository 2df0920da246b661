/** Texts with many mistakes each, annotated with what is said about them. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyse, type Located, load } from '#checker';
import { check } from '../grammar/check.ts';

const folder = new URL('./fixtures/', import.meta.url).pathname;

/** What the fixtures import; each path stands for a file beside them. */
const files = new Map([['./other.proviso', 'system Other { node N { v: bool = false } safety Sound: never N.v }']]);

function diagnose(text: string) {
  const locate = (_: string, path: string): Located => {
    if (path === './main.proviso') return { path: 'main.proviso', text };
    const found = files.get(path);
    return found === undefined ? { problem: `there is no file \`${path}\``, details: {} } : { path, text: found };
  };
  const loaded = load('main.proviso', text, locate);
  const own = [...loaded.diagnostics, ...analyse(loaded).diagnostics].filter((d) => d.span.file === 'main.proviso');
  return own.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

const names = readdirSync(folder).filter((name) => name.endsWith('.proviso'));
const reported: { code: string }[] = [];

test.each(names)('%s', (name) => {
  reported.push(...check(folder + name, diagnose));
});

test('there are many', () => expect(reported.length).toBeGreaterThan(60));
