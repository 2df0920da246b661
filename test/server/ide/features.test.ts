/** Editor features, each on a text with its place marked: what is reported for the place, or what becomes of the text. */
import { describe, expect, test } from 'vitest';
import { type Snapshot, snapshotOf } from '#server';
import { completion } from '../../../server/src/ide/completion.ts';
import { diagnostics } from '../../../server/src/ide/diagnostics.ts';
import { formattedRange } from '../../../server/src/ide/formatting.ts';
import { hover } from '../../../server/src/ide/hover.ts';
import { inlayHints } from '../../../server/src/ide/inlay-hints.ts';
import { inlineVerdicts } from '../../../server/src/ide/inline-verdicts.ts';
import { definition, documentLinks, references } from '../../../server/src/ide/navigation.ts';
import { prepareRename, rename } from '../../../server/src/ide/rename.ts';
import { semanticTokens } from '../../../server/src/ide/semantic-tokens.ts';
import { signatureHelp } from '../../../server/src/ide/signature-help.ts';
import { foldingRanges, selectionRanges } from '../../../server/src/ide/structure.ts';
import { outlineOf } from '../../../server/src/ide/symbols.ts';
import { written } from '../../support/formats.ts';
import { atCursor, judged, LEASE, PATH, snapshot, words } from './fixture.ts';

type Edits = readonly { readonly span: { readonly file?: string; readonly start: number; readonly end: number }; readonly text: string }[];

function applied(text: string, edits: Edits): string {
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((rest, { span, text: put }) => rest.slice(0, span.start) + put + rest.slice(span.end), text);
}

/** `body` in the place of HERE, of a system with a bit of everything. */
function inSystem(body: string): string {
  return `system S {
  const LAST = 2 * 3
  enum Phase { idle, busy }
  struct Stamp(time: 0..9, by: Client)
  message Ping
  message Write(version: 0..3, stamp: Stamp)
  fun larger(a: 0..9, b: 0..9): 0..9 = if a > b then a else b
  node Client[2] {
    phase: Phase = idle
    version: 0..3 = 0
    timer patience
    ghost late: bool = false
    HERE
  }
  node Server { seen: 0..9 = 0  on Write(version: v) { seen = v } }
}
`.replace('HERE', body);
}

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

describe('giving another name', () => {
  const renamed = (marked: string, to: string) => {
    const { snapshot: view, offset } = atCursor(marked);
    const edits = rename(view, offset, to);
    return 'problem' in edits ? edits.problem : applied(view.text, edits);
  };

  test('a local name may be that of another handler', () => {
    const text = 'on Ping { let other = 1  version = other }  action a { let o$0ne = 2  version = one }';
    expect(renamed(inSystem(text), 'other')).toContain('let other = 2  version = other');
  });

  test.each([
    ['action a { let o$0ne = 2  version = one }', 'version', '`version` already means something here.'],
    ['action a { let other = 2  ver$0sion = other }', 'other', '`version` is used where `other` means something else.'],
    ['ver$0sions: 0..1 = 0', 'phase', 'There is already something called `phase`.'],
    ['ver$0sions: 0..1 = 0', 'send', '`send` is a keyword.'],
    ['ver$0sions: 0..1 = 0', '1st', '`1st` is not a name: use letters, digits and _, and do not begin with a digit.'],
  ])('%s to %s', (body, to, expected) => {
    expect(renamed(inSystem(body), to)).toBe(expected);
  });

  test('a variable may be called as one of another node', () => {
    expect(renamed(inSystem('ver$0sions: 0..1 = 0'), 'seen')).toContain('seen: 0..1 = 0');
  });

  test('a keyword cannot be renamed', () => {
    const { snapshot: view, offset } = atCursor(inSystem('action a { se$0nd Ping to Server }'));
    expect(prepareRename(view, offset)).toEqual({ problem: '`send` is a keyword and cannot be renamed.' });
  });
});

describe('a name in several places', () => {
  const two = `system A { node Wo$0rker { n: 0..1 = 0 } safety P: never Worker.n > 0 }
system B { node Worker { m: 0..1 = 0 } node Other { n: 0..1 = 0 } safety P: never Worker.m > 0 }
assume Stops { timing async  fault Worker { stop } }
check Stops of A { P holds }  check Stops of B { P holds }`;

  test('two systems of which one assumption set speaks share it', () => {
    const { snapshot: view, offset } = atCursor(two);
    expect(applied(view.text, rename(view, offset, 'Hand') as Edits)).toBe(two.replace('$0', '').replaceAll('Worker', 'Hand'));
    expect(rename(view, offset, 'Other')).toEqual({ problem: 'There is already something called `Other`.' });
  });

  test('a file that imports it changes too', () => {
    const file = 'system S { node N { v: 0..1 = 0 } safety Zero: never N.v > 0 }';
    const user = 'import "./spec.proviso"\nassume Q { timing async }\ncheck Q { Zero holds }';
    const view = snapshot(file);
    const load = () => ({ path: PATH, text: file });
    const importer = snapshotOf('user.proviso', user, load);
    const edits = rename(view, file.indexOf('Zero'), 'Never', [importer]) as Edits;
    expect(edits.map(({ span }) => `${span.file} ${span.start}`)).toEqual([
      `spec.proviso ${file.indexOf('Zero')}`,
      `user.proviso ${user.indexOf('Zero')}`,
    ]);
    expect(references(view, file.indexOf('Zero'), false, [importer]).map(({ file: at }) => at)).toEqual(['user.proviso']);
  });

  test('while something is not understood yet, a name in it may be missed', () => {
    const { snapshot: view, offset } = atCursor(
      'system S { node N { v$0al: 0..1 = 0 action a { val = 1 } } node M { action b { val = 0 } } }',
    );
    expect(rename(view, offset, 'value')).toEqual({ problem: '`val` in line 1 is not understood yet: correct the errors first.' });
  });
});

describe('names in assumptions and checks', () => {
  const text = `system S {
  const LIMIT = 1
  node Worker[2] { n: 0..3 = 0 }
  node Boss { m: 0..3 = 0 }
  safety P: never Boss.m > LIMIT
}
assume A { timing sync { delay <= LIMIT, pause Worker <= 1 }  fault Worker, Boss { recovery, up to LIMIT } }
assume B extends A { timing sync  fault Worker { stop } }
check B for Worker in 1..LIMIT, LIMIT in 1..2 { P holds when Worker <= LIMIT }`;
  const everywhere = (name: string, to: string) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), to);
  const renamed = (marked: string, to: string) => {
    const { snapshot: view, offset } = atCursor(marked);
    return applied(view.text, rename(view, offset, to) as Edits);
  };

  test.each([
    ['Worker[', 'Wor$0ker[', 'Worker', 'Hand'],
    ['for Worker in', 'for Wo$0rker in', 'Worker', 'Hand'],
    ['LIMIT = 1', 'LIM$0IT = 1', 'LIMIT', 'MOST'],
    ['when Worker <= LIMIT', 'when Worker <= LIM$0IT', 'LIMIT', 'MOST'],
  ])('%s is renamed everywhere, also where what is said is replaced', (at, marked, name, to) => {
    expect(renamed(text.replace(at, marked), to)).toBe(everywhere(name, to));
  });

  test('a swept node says what it is', () => {
    const { snapshot: view, offset } = atCursor(text.replace('for Worker in', 'for Wo$0rker in'));
    expect(hover(view, offset)?.text).toContain('node Worker[2]');
  });

  test('constants and nodes can be swept', () => {
    const { snapshot: view, offset } = atCursor(text.replace('for Worker in 1..LIMIT', 'for $0'));
    expect(completion(view, offset).map(({ label }) => label)).toEqual(['LIMIT', 'Worker', 'Boss']);
  });
});

describe('a ring with a map by a rule, under cuts', () => {
  const text = `system Ring {
  const LAST = 3
  type Key = 0..LAST
  message Pass(hop: Key)
  node Member[3] {
    durable seen: Key = 1 wiped 0
    best: map<Key, bool> = { key: key == seen for key in Key }
    next: Member? = none
    timer late[Member]
    on start { next = Member#(index(self) % count(Member) + 1); start late[self] for 2 }
    on Pass(hop) when hop < LAST {
      best = { other: best[other] or other == hop for other in Key }
      send Pass(hop) to Member#(index(self))
    }
    on Pass {}
    on late[m] { seen = LAST }
    optional action pass for m in Member - { Member#1 } when m != self { send Pass(hop: seen) to m }
  }
  safety Turn: always (enabled(Member#1.pass[Member#2]) or not enabled(Member#(2).late[Member#2]) or in flight Pass(hop: 1))
}
assume A {
  const CUTS = 2
  timing sync { delay <= 1 }
  network { one-way link cuts up to CUTS at most CUTS at once may stay until stable, capacity 3 }
  fault Member { amnesia, up to 1 }
}
check A for CUTS in 1..2, Member in 2..3 { Turn holds when CUTS < 9 }
`;
  const renamed = (piece: string, to: string) => {
    const { snapshot: view, offset } = atCursor(text.replace(piece.replace('$0', ''), piece));
    const edits = rename(view, offset, to);
    if ('problem' in edits) throw new Error(edits.problem);
    const changed = applied(view.text, edits);
    expect(snapshot(changed).analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return changed;
  };
  const all = (of: string, name: string, to: string) => of.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), to);

  test.each([
    ['for ke$0y in', 'key'],
    ['or oth$0er ==', 'other'],
    ['most CU$0TS', 'CUTS'],
    ['for CU$0TS', 'CUTS'],
    ['Mem$0ber#(2)', 'Member'],
    ['LAST = 3', 'LAST'],
    ['Member#1.pa$0ss[', 'pass'],
    ['.la$0te[Member#2]', 'late'],
    ['se$0en: Key', 'seen'],
    ['for m$0 in Member', 'm'],
  ])('%s has its new name everywhere', (piece, name) => {
    const at = piece.includes('$0') ? piece : piece.replace('LAST', 'LA$0ST');
    if (name !== 'm') expect(renamed(at, 'zebra')).toBe(all(text, name, 'zebra'));
    else expect(renamed(at, 'zebra')).toContain('for zebra in Member - { Member#1 } when zebra != self { send Pass(hop: seen) to zebra }');
  });

  test('a field and the variable of its name part where one of them is renamed', () => {
    const apart = all(text, 'hop', 'zebra')
      .replace('on Pass(zebra) when zebra <', 'on Pass(zebra: hop) when hop <')
      .replace('or other == zebra', 'or other == hop')
      .replace('send Pass(zebra) to Member', 'send Pass(zebra: hop) to Member');
    expect(renamed('(ho$0p: Key)', 'zebra')).toBe(apart);
    expect(renamed('in flight Pass(ho$0p: 1)', 'zebra')).toBe(apart);
    expect(renamed('== ho$0p for', 'zebra')).toBe(
      text
        .replace('on Pass(hop) when hop <', 'on Pass(hop: zebra) when zebra <')
        .replace('or other == hop', 'or other == zebra')
        .replace('send Pass(hop) to Member', 'send Pass(hop: zebra) to Member'),
    );
  });

  test.each([
    ['wi$0ped 0', 'on an empty disk'],
    ['at on$0ce', '**at most j at once**'],
    ['may st$0ay', '**may stay**'],
    ['one-way li$0nk', '`one-way link cuts`'],
    ['ind$0ex(self) %', 'index(n)'],
    ['enab$0led(Member#1.pass', 'enabled(n.a[x])'],
    ['Member#1.pa$0ss[', 'optional action pass'],
    ['ke$0y == seen', 'key'],
  ])('what is told of %s', (piece, expected) => {
    const { snapshot: view, offset } = atCursor(text.replace(piece.replace('$0', ''), piece));
    expect(hover(view, offset)?.text).toContain(expected);
  });

  test.each([
    ['one-way link cuts up to', 'one-way $0', ['cuts', 'link cuts']],
    ['one-way link cuts up to', 'link $0', ['cuts']],
    ['CUTS at once', 'CUTS $0', ['at once']],
    ['may stay until', 'may $0', ['up to', 'at most', 'may stay', 'until stable']],
    ['{ key: key == seen', '{ key: $0', ['LAST']],
    ['best: map<Key', 'best: $0', ['bool', 'set', 'list', 'map']],
  ])('what can be written in the place of %s', (piece, put, expected) => {
    const { snapshot: view, offset } = atCursor(text.replace(piece, put));
    expect(
      completion(view, offset)
        .map(({ label }) => label)
        .slice(0, expected.length),
    ).toEqual(expected);
  });

  test('each name as what it stands for', () => {
    const view = snapshot(text);
    const told = semanticTokens(view).map(({ span, type }) => `${words(view, span)} ${type}`);
    for (const name of ['key variable', 'other variable', 'hop variable', 'hop property', 'pass method', 'CUTS variable']) {
      expect(told).toContain(name);
    }
  });

  test('the standard form', () => {
    const untidy = text
      .replace('1 wiped 0', '1   wiped  0')
      .replace('{ key: key == seen for key in Key }', '{key:key==seen for key   in Key}')
      .replace('Member#(index(self) %', 'Member#( index( self )%')
      .replace('(enabled(Member#1.pass[Member#2])', '(enabled( Member#1 . pass [Member#2] )')
      .replace('Member - { Member#1 }', 'Member-{Member#1}')
      .replace('at most CUTS at once may stay', 'at  most CUTS at  once may   stay');
    expect(applied(untidy, formattedRange(snapshot(untidy), { start: 0, end: untidy.length }))).toBe(text);
  });
});

describe('finding one’s way', () => {
  test('a definition, and all uses', () => {
    const { snapshot: view, offset } = atCursor(LEASE.replace('lease.left > 0', 'le$0ase.left > 0'));
    const found = definition(view, offset)!;
    expect(view.text.slice(found.start - 6, found.end)).toBe('timer lease');
    expect(references(view, offset, true).map((span) => view.text.slice(0, span.start).split('\n').length)).toEqual([16, 18, 20]);
  });

  test('the outline', () => {
    const names = (all: readonly ReturnType<typeof outlineOf>[number][]): unknown[] =>
      all.map(({ name, inside }) => (inside.length === 0 ? name.text : [name.text, names(inside)]));
    expect(names(outlineOf(snapshot(LEASE)))).toEqual([
      [
        'Lock',
        [
          'Acquire',
          'Granted',
          ['Service', ['holder', 'expiry', 'on Acquire', 'on Acquire', 'on expiry']],
          ['Client', ['asking', 'locked', 'lease', 'wrong', 'ask', 'on Granted', 'work']],
          'InTurn',
        ],
      ],
      ['Paused', ['P']],
    ]);
  });

  test('what folds, and what a selection grows to', () => {
    const view = snapshot(LEASE);
    expect(foldingRanges(view).map((span) => words(view, span).split('{')[0].trim())).toEqual([
      'system Lock',
      'node Service',
      'node Client[2]',
      'optional action work when locked and lease.left > 0',
    ]);
    const grown = selectionRanges(view, LEASE.indexOf('Service.holder') + 2).map((span) => words(view, span));
    expect(grown.slice(0, 3)).toEqual(['Service', 'Service.holder', 'Service.holder != self']);
  });

  test('an import is a link', () => {
    const view = snapshot('import "./other.proviso"\n', { 'other.proviso': 'system Other { }' });
    expect(documentLinks(view).map(({ span, file }) => [words(view, span), file])).toEqual([['"./other.proviso"', 'other.proviso']]);
  });

  test.each([
    ['action a when phase == $0 { }', ['idle', 'busy']],
    ['action a { phase = $0 }', ['idle', 'busy']],
    ['action a { send Write($0) to Server }', ['version', 'stamp']],
    ['action a { send Write(version: 1, stamp: Stamp($0)) to Server }', ['time', 'by']],
  ])('first of all what fits: %s', (body, expected) => {
    const { snapshot: view, offset } = atCursor(inSystem(body));
    const labels = completion(view, offset).map(({ label }) => label);
    expect(labels.slice(0, 2)).toEqual(expected);
  });

  test.each(['enabled(Client#1.$0)', 'enabled(Client#(3 - 1).$0)', 'forall c in Client: enabled(c.$0)'])(
    'what can have its turn: %s',
    (asked) => {
      const text = inSystem('optional action retry { } on Ping { }').replace(
        'node Server',
        `safety Turn: always (${asked})\n  node Server`,
      );
      const { snapshot: view, offset } = atCursor(text);
      const labels = completion(view, offset).map(({ label }) => label);
      expect(labels).toEqual(['patience', 'retry', 'Ping', 'Write']);
    },
  );

  test('an action has its new name where it is asked about too', () => {
    const text = inSystem('optional action ret$0ry { }').replace(
      'node Server',
      'safety Turn: always enabled(Client#1.retry)\n  node Server',
    );
    const { snapshot: view, offset } = atCursor(text);
    const edits = rename(view, offset, 'again');
    if ('problem' in edits) throw new Error(edits.problem);
    expect(applied(view.text, edits)).toContain('always enabled(Client#1.again)');
  });

  test('a keyword as a name; a built-in function is explained', () => {
    const body = 'node: Client = Client#1\n optional action a when in$0dex(node) == 1 { node = Client#(3 - index(node)) }';
    const { snapshot: view, offset } = atCursor(inSystem(body));
    expect(hover(view, offset)?.text).toContain('index(n)');
    const uses = references(view, view.text.indexOf('node: Client'), true);
    expect(uses.map((span) => words(view, span))).toEqual(['node', 'node', 'node', 'node']);
    const token = semanticTokens(view).find(({ span }) => span.start === uses[1].start);
    expect(token?.type).toBe('property');
  });

  test('what can be written', () => {
    const { snapshot: view, offset } = atCursor(inSystem('action a { $0 }'));
    const labels = completion(view, offset).map(({ label }) => label);
    for (const name of ['phase', 'patience', 'LAST', 'larger', 'send', 'Write']) expect(labels).toContain(name);
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
