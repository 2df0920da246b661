/** Editor features, each on a text with its place marked: what is reported for the place, or what becomes of the text. */
import { describe, expect, test } from 'vitest';
import type { Snapshot } from '#server';
import { diagnostics } from '../../../server/src/ide/diagnostics.ts';
import { formattedRange } from '../../../server/src/ide/formatting.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { inlayHints } from '../../../server/src/ide/inlay-hints.ts';
import { inlineVerdicts } from '../../../server/src/ide/inline-verdicts.ts';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.ts';
import { signatureHelp } from '../../../server/src/ide/signature-help.ts';
import { written } from '../../support/formats.ts';
import { applied, atCursor, inSystem, judged, LEASE, snapshot, words } from './fixture.ts';

describe('signature help', () => {
  const help = (body: string) => {
    const { snapshot: view, offset } = atCursor(inSystem(body));
    const found = signatureHelp(view, offset);
    if (found === null) return null;
    const { label, parameters, active } = found;
    return parameters.map(({ start, end }, i) => (i === active ? `[${label.slice(start, end)}]` : label.slice(start, end))).join(' | ');
  };

  test.each([
    ['action a { send Write($0', '[version: 0..3] | stamp: Stamp'],
    ['action a { send Write(version: 1, $0', 'version: 0..3 | [stamp: Stamp]'],
    ['action a { send Write(stamp: $0', 'version: 0..3 | [stamp: Stamp]'],
    ['action a { send Write(1, stamp: Stamp($0', '[time: 0..9] | by: Client'],
    ['action a { send Write(1, stamp: Stamp(1, self)$0', 'version: 0..3 | [stamp: Stamp]'],
    ['action a { version = larger(1 + (2), $0)', 'a: 0..9 | [b: 0..9]'],
    ['action a { version = max($0', '[a] | b'],
    ['action a { version = ($0', null],
    ['action a { send Ping$0', null],
  ])('%s', (body, expected) => {
    expect(help(body)).toBe(expected);
  });
});

describe('semantic tokens', () => {
  const reported = (body: string) => {
    const view = snapshot(inSystem(body));
    return semanticTokens(view).map(({ span, type, modifiers }) => [words(view, span), type, ...modifiers].join(' '));
  };

  test('each name as what it stands for', () => {
    const all = reported(
      'optional action go for c in Client when phase == idle { let n = version  version = n  send Ping to c  ghost { late = true } }',
    );
    expect(all.slice(0, 8)).toEqual([
      'S namespace declaration',
      'LAST variable declaration readonly',
      'Phase enum declaration',
      'idle enumMember declaration',
      'busy enumMember declaration',
      'Stamp struct declaration',
      'time property declaration',
      'by property declaration',
    ]);
    const body = all.slice(all.indexOf('go method declaration'), all.indexOf('Server class declaration'));
    expect(body).toEqual([
      'go method declaration',
      'c variable declaration',
      'Client class',
      'phase property',
      'idle enumMember',
      'n variable declaration',
      'version property',
      'version property',
      'n variable',
      'Ping struct',
      'c variable',
      'late property ghost',
    ]);
  });

  test('none stands over another, and all stand in the order of the text', () => {
    const tokens = semanticTokens(snapshot(LEASE));
    expect(tokens.length).toBeGreaterThan(40);
    for (const [i, { span }] of tokens.entries()) expect(span.start).toBeGreaterThanOrEqual(i === 0 ? 0 : tokens[i - 1].span.end);
  });
});

describe('inlay hints', () => {
  const hinted = (text: string) => {
    const view = snapshot(text);
    const hints = inlayHints(view, { start: 0, end: text.length });
    return applied(
      text,
      hints.map(({ offset, text: hint }) => ({ span: { start: offset, end: offset }, text: `<${hint}>` })),
    );
  };
  const spec = (checks: string) => `system S {
  const D = 2
  const TWICE = 2 * D
  node A { timer t  on start { start t for TWICE }  on t { } }
}
assume Sync {
  const P = 1
  timing sync { delay <= D, pause <= P }
}
${checks}`;

  test('the value of what is computed, and of a bound by its name', () => {
    const text = hinted(spec('check Sync { }'));
    expect(text).toContain('const TWICE = 2 * D< = 4>');
    expect(text).toContain('delay <= D< = 2>, pause <= P< = 1>');
    expect(text).toContain('const D = 2\n');
  });

  test('none where a check tries several values', () => {
    expect(hinted(spec('check Sync for P in 0..2 { }'))).toContain('delay <= D< = 2>, pause <= P }');
  });
});

describe('formatting a part', () => {
  const done = (marked: string) => {
    const [before, within, after] = marked.split('|');
    const text = before + within + after;
    return applied(text, formattedRange(snapshot(text), { start: before.length, end: before.length + within.length }));
  };
  const untidy = 'system   S {\n  node   A {  n:0..1=0\n    |on start {n=1}|\n  }\n}\nassume  Z { timing   async }\n';

  test('only the lines of the part change', () => {
    expect(done(untidy)).toBe('system   S {\n  node   A {  n:0..1=0\n    on start { n = 1 }\n  }\n}\nassume  Z { timing   async }\n');
  });

  test('a `;` that the form leaves out keeps nothing from being formatted', () => {
    const long = 'n = 1 - (n + n) + (n + n) - 1; '.repeat(5);
    expect(done(`system S {\n  node A {\n    n: 0..1 = 0\n    |on start {${long}}|\n  }\n}\n`)).toBe(
      `system S {\n  node A {\n    n: 0..1 = 0\n    on start {\n${'      n = 1 - (n + n) + (n + n) - 1\n'.repeat(5)}    }\n  }\n}\n`,
    );
  });

  test('a part that shares its lines takes them along', () => {
    const [start, , end] = untidy.split('|');
    expect(done(`${start.replace('n:0..1=0', '|n:0..1=0|')}on start {n=1}${end}`)).toContain('n: 0..1 = 0');
  });

  test('nothing where the text has mistakes, or is in the standard form', () => {
    expect(done('system S { node | | }')).toBe('system S { node   }');
    expect(formattedRange(snapshot(LEASE), { start: 0, end: 0 })).toEqual([]);
  });
});

describe('quick fixes', () => {
  /** Without those that ignore a lint. */
  const fixes = (view: Snapshot) =>
    diagnostics(view)
      .flatMap(({ fixes: all }) => all.map(({ title, edits }) => ({ title, text: applied(view.text, edits) })))
      .filter(({ title }) => !/^Ignore/.test(title));

  test('a message that nobody handles', () => {
    const view = snapshot('system S { message M\n  node A { on start { send M to B } }\n  node B {\n  }\n}\n');
    expect(fixes(view)).toEqual([{ title: 'Add `on M { }` to B', text: view.text.replace('node B {\n  }', 'node B {\n    on M { }\n}') }]);
  });

  test('a verdict that is not as expected', () => {
    const view = judged(snapshot(LEASE.replace('InTurn violated', 'InTurn holds')));
    const [fix] = fixes(view);
    expect(fix).toEqual({ title: 'Expect InTurn to be violated', text: LEASE });
  });

  test('a verdict that nobody expected anything of', () => {
    const view = judged(snapshot(LEASE.replace(' InTurn violated ', '')));
    // On the property and on the check.
    const expected = 'check Paused { InTurn violated }';
    expect(fixes(view).map(({ text }) => text.split('\n').at(-2))).toEqual([expected, expected]);
  });

  test('a lint is ignored by a comment that wants a reason', () => {
    const text = 'system S {\n  message Ping\n  node N { }\n}\n';
    const [fix] = diagnostics(snapshot(text))[0].fixes;
    const ignored = applied(text, fix.edits);
    expect(ignored).toBe('system S {\n  // proviso-ignore PV0704: \n  message Ping\n  node N { }\n}\n');
    expect(diagnostics(snapshot(ignored)).map(({ code }) => code)).toEqual(['PV0714', 'PV0704']);
    expect(diagnostics(snapshot(ignored.replace('PV0704: ', 'PV0704: to come')))).toEqual([]);
  });

  test('what is said of every point of a sweep is one problem', () => {
    const text = `system S { const D = 1  node A { n: 0..1 = 0 } }
assume Z { timing sync { delay <= D }  network { link cuts up to D } }
check Z for D in 1..3 { }`;
    const view = judged(snapshot(text));
    expect(diagnostics(view).filter(({ code }) => code === 'PV0710')).toHaveLength(1);
    expect(fixes(view).map(({ text: fixed }) => fixed)).toContain(text.replace('link cuts', 'one-way link cuts'));
  });

  test('a case that is missing', () => {
    const view = snapshot(inSystem('action a { match phase { idle { } } }'));
    expect(fixes(view).map(({ title }) => title)).toContain('Add the missing case');
  });
});

describe('hover', () => {
  const reported = (marked: string) => {
    const { snapshot: view, offset } = atCursor(marked);
    return hover(judged(view), offset)?.text ?? null;
  };

  test('code that takes part in a counterexample', () => {
    // It goes on behind its pause in a step of its own.
    expect(reported(LEASE.replace('optional action work', 'opt$0ional action work'))).toMatch(
      /^- Steps 4 and 8 of 8 in the run that breaks InTurn under Paused/,
    );
    expect(reported(LEASE.replace('on expiry', 'on exp$0iry'))).toMatch(/timer expiry[\s\S]*in the run that breaks InTurn/);
    expect(reported(LEASE.replace('on expiry', 'on exp$0iry'))).toContain('`expiry.running` is `expiry.left > 0`');
  });

  test('a broken property has the sentences of the command line', () => {
    const text = LEASE.replace('safety InTurn', 'safety In$0Turn');
    const { snapshot: view, offset } = atCursor(text);
    const looked = judged(view);
    const printed = written('text', { checks: looked.verdicts!.checks.map(({ outcome }) => outcome), text: view.text }, { columns: 1000 });
    const plain = (hover(looked, offset)?.text ?? '').replaceAll('\\', '');
    const flat = printed.replaceAll(/\s+/g, ' ');
    for (const sentence of [/InTurn fails[^\n]*/, /Requires [^\n*]*/]) expect(flat).toContain(sentence.exec(plain)?.[0]);
    expect(plain).toContain('Requires a pause of Client: without it, InTurn holds.');
  });

  test('what the problem at the place says is not said again', () => {
    const { snapshot: view, offset } = atCursor(
      LEASE.replace('safety InTurn', 'safety In$0Turn').replace('InTurn violated', 'InTurn holds'),
    );
    const [alone, beside] = [
      hover(judged(view), offset),
      hover(judged(view), offset, { theme: 'light', withProblems: true, hasCommands: true }),
    ];
    expect(alone?.text).toMatch(/^InTurn fails/);
    expect(beside?.text).toMatch(/^(?!InTurn fails)[A-Z]/);
    expect(alone?.text.endsWith(beside?.text ?? '-')).toBe(true);
    // The picture comes before the figures and the steps.
    expect(beside?.text).toMatch(/!\[the run\][\s\S]*\*\*violated\*\*[\s\S]*what happened/);
  });

  test('what the author wrote is not escaped between backticks', () => {
    const text = `system S { node A[2] { n: 0..1 = 0  optional action go { n = 1 } }  liveness Lat$0er: eventually A#1.n == 1 }
assume Z { timing async }
check Z { Later violated }
`;
    expect(reported(text)).toContain('Later fails: `A#1.n == 1` never holds.');
  });

  test('code that does not', () => {
    expect(reported(LEASE.replace('on Acquire {}', 'on Acquire {$0}'))).toBe(null);
  });
});

describe('verdicts', () => {
  const TWICE = `${LEASE}assume Longer extends Paused { P = 3 }\ncheck Longer { InTurn violated }\n`;

  test('a property that breaks under several checks is one problem', () => {
    const problems = diagnostics(judged(snapshot(TWICE))).filter(({ message }) => message.startsWith('InTurn fails'));
    expect(problems).toHaveLength(1);
    expect(problems[0].message).toMatch(/\nAlso under Longer: violated: 1 fault, \d+ steps\.$/);
  });

  test('way and loop are distinguished', () => {
    const text =
      'system S { node A { n: 0..1 = 0  action flip { n = 1 - n } }  liveness Rests: eventually always A.n == 0 }\nassume Z { timing async }\ncheck Z { Rests violated }\n';
    expect(inlineVerdicts(judged(snapshot(text)))[0].text).toBe('✓ breaks as expected in a loop of 2 steps, no fault, under Z');
  });

  test('of a handler for two messages only the trigger that never comes is faded', () => {
    const text =
      'system S { message M  message N\n  node A { on start { send M to B } }\n  node B { n: 0..1 = 0\n    on M, N { n = 1 }\n    }\n  safety P: always B.n < 2 }\nassume Z { timing async }\ncheck Z { P holds }\n';
    const view = judged(snapshot(text));
    const faded = diagnostics(view).filter(({ unnecessary, code }) => unnecessary && code === null);
    expect(faded.map(({ span }) => words(view, span))).toEqual(['N']);
  });
});
