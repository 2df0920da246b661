/** Every code of the table has a page, a text that raises it, and one that nearly does. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, syntaxCodes } from '../../grammar/src/index.ts';
import { check } from './check.ts';

const read = (text: string) => parse('test.proviso', text).diagnostics;
const fixture = (name: string) => new URL(`./codes/${name}.proviso`, import.meta.url).pathname;

/** Texts that would be unreadable as fixtures: one that raises the code, one that nearly does. */
const made: Record<string, [string, string]> = {
  PV0109: ['system S { const A = 1\0 }', 'system S { const A = 1 }'],
  PV0110: [' '.repeat(1_000_001), ' '.repeat(1_000_000)],
  PV0112: [`system S { const A = ${'('.repeat(101)}1${')'.repeat(101)} }`, `system S { const A = ${'('.repeat(90)}1${')'.repeat(90)} }`],
  PV0115: [`system S {\n${'const A\n'.repeat(102)}}`, `system S {\n${'const A\n'.repeat(100)}}`],
};

describe.each(Object.entries(syntaxCodes))('%s', (code, { title }) => {
  test('has a page under its title', () => {
    const page = new URL(`../../docs/codes/${code}.md`, import.meta.url);
    expect(existsSync(page)).toBe(true);
    expect(readFileSync(page, 'utf8').split('\n')[0]).toBe(`# ${code}: ${title}`);
  });

  test('is raised', () => {
    const diagnostics = made[code] ? read(made[code][0]) : check(fixture(code), read);
    expect(diagnostics.map((one) => one.code)).toContain(code);
  });

  test('is nearly raised', () => {
    const diagnostics = made[code] ? read(made[code][1]) : check(fixture(`${code}.near`), read);
    expect(diagnostics.map((one) => one.code)).not.toContain(code);
    if (!made[code]) expect(diagnostics).toEqual([]);
  });
});
