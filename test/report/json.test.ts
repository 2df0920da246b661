/** The JSON of a run is what its types say, no more and no less, and the page for its readers has these types. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { analyse, type Budgets, campaign, load, runToEnd, unlimited } from '#checker';
import { format } from '#grammar';
import type { ProvisosRun, RunReport } from '#report';
import { proviso, removeFolders } from '../cli/proviso.ts';
import { json, type Told, written } from '../support/formats.ts';

afterAll(removeFolders);

const root = join(import.meta.dirname, '../..');
/** The published types, in the order of the page. */
const TYPES = ['types', 'text-types', 'verdict-types', 'counterexample-types', 'step-types', 'replay-types', 'provisos-types'].map((name) =>
  join(root, `report/src/result/${name}.ts`),
);

const HANDOVER = `system Handover {
  message Token(by: Holder)
  node Holder[2] {
    holds: bool = self == Holder#1
    optional action pass when holds { holds = false  broadcast Token(by: self) to Holder }
    on Token { holds = true }
  }
  safety AtMostOne: never (exists a, b in Holder where a != b: a.holds and b.holds)
  safety Knows: always (Holder#2.holds implies knows(Holder#2, not Holder#1.holds))
  safety Few: always count(in flight Token) <= 2
  safety Kept: never (not Holder#1.holds and not Holder#2.holds and count(in flight Token) == 0)
  reachable Moved: Holder#2.holds
  liveness Returns: Holder#2.holds leads to Holder#1.holds
}
assume Faulty { timing async  network { duplicating up to 1, lossy up to 1 }}
check Faulty { Moved reached }
check Faulty { Returns violated }
`;

const TIMED = `system Timed {
  const LIMIT = 2
  struct Cell(x: 0..1, y: 0..1)
  message Ping
  clock wall until 5
  node A { n: 0..3 = 0  at: 0..9 = 0  timer t  on start { start t for 2; send Ping to B }  on t { n = LIMIT; at = wall.now } }
  node B { lit: map<Cell, bool> = false  v: 0..1 = any  ghost seen: bool = false  on Ping { lit[Cell(x: 1, y: v)] = true  ghost { seen = true } } }
  safety Low: always A.n <= LIMIT - 1
  safety Lit: never B.lit[Cell(x: 1, y: 0)]
  safety Early: always A.at <= 2
}
assume Late { timing sync { delay <= 1, always pause B <= 1, drift <= 1, skew <= 1 }  clocks { steps up to 1 by 1 }  network { cuts up to 1 } }
assume Liars { timing { }  fault A { byzantine, up to 1 }  fault B { stop, up to 1 } }
check Late for LIMIT in 1..3 { Low violated  Lit violated }
check Liars { Lit holds }
`;

/** Fails as the model itself does; and something is wrong with the text besides. */
const WRONG = `system Wrong {
  const UNUSED = 1
  message M(n: 0..3)
  node A[2] { n: 0..3 = 0  action up { n += 1 }  on M(n: k) { n = k } }
  safety Low: always A#1.n <= 3
}
assume Plain { timing async }
check Plain { Low holds }
`;

const CLAIMED = `system Once {
  message M
  node A { on start { send M to B } }
  node B { got: bool = false  on M { got = true } }
  liveness Got: eventually B.got
}
assume Lossy { timing async  network { lossy up to 1 } }
provisos Lossy over losses { Got holds when losses <= 1 }
`;

/** As the command line writes it. */
function fromCommandLine(text: string): string {
  return proviso(['check', 'spec.proviso', '--format', 'json'], { 'spec.proviso': text }).out;
}

/** What the proviso search finds: all together, a formula, and in a text that is wrong. */
function searched(): string[] {
  const search = (text: string, ...words: string[]) =>
    proviso(['provisos', 'spec.proviso', '--format', 'json', ...words], { 'spec.proviso': text }).out;
  return [
    search(CLAIMED, '--joint', '--over', 'losses,order,crashes'),
    search(TIMED, '--assume', 'Late', '--for', 'LIMIT in 1..2', '--over', 'delay', '--property', 'Low'),
    search(HANDOVER.replace('Holder[2]', 'Holders[2]')),
  ];
}

function told(text: string, maxStates?: number): Told {
  const loaded = load('spec.proviso', text, () => ({ problem: 'nothing to import', details: {} }));
  const analysis = analyse(loaded);
  const budgets: Budgets = (searches) => ({ ...unlimited(searches), budget: maxStates === undefined ? {} : { maxStates } });
  const checks = runToEnd(campaign(analysis.checks, { now: () => 0, blame: 'always', statistics: true, budgets }));
  return { checks, text, diagnostics: [...loaded.diagnostics, ...analysis.diagnostics] };
}

const all = () => [told(HANDOVER), told(TIMED), told(WRONG), told(HANDOVER, 3)];

test('a document is a value of the published types, and nothing of the inside is in it', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-json-'));
  try {
    const texts = [...all().map((one) => written('json', one)), fromCommandLine(CLAIMED)];
    const documents = [
      ...texts.map((text, i) => `export const run${i}: RunReport = ${text};`),
      ...searched().map((text, i) => `export const searched${i}: ProvisosRun = ${text};`),
    ];
    for (const file of TYPES) copyFileSync(file, join(folder, basename(file)));
    const imports = `import type { ProvisosRun } from './provisos-types.ts';\nimport type { RunReport } from './types.ts';`;
    writeFileSync(join(folder, 'documents.ts'), `${imports}\n${documents.join('\n')}\n`);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      module: 'nodenext',
      target: 'es2024',
      types: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['documents.ts'] }));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('these documents have everything that there can be', () => {
  const runs = all().map(json);
  const checks = runs.flatMap((run) => run.checks);
  const outcomes = checks.flatMap(({ properties }) => properties.flatMap((property) => property.outcomes));
  const steps = outcomes.flatMap(({ counterexample }) => counterexample?.steps ?? []);
  expect(new Set(outcomes.map(({ verdict }) => verdict.status))).toEqual(new Set(['holds', 'violated', 'reached', 'unknown', 'error']));
  expect(new Set(outcomes.map(({ standing }) => standing))).toEqual(new Set(['expected', 'unexpected', 'undecided']));
  expect(new Set(checks.map(({ search }) => search.ended))).toEqual(new Set(['exhausted', 'decided', 'budget']));
  for (const kind of ['start', 'deliver', 'duplicate', 'act', 'fire', 'lose', 'error'])
    expect(steps.map((step) => step.kind)).toContain(kind);
  expect(outcomes.some(({ blame }) => (blame?.required.length ?? 0) > 0 && (blame?.notRequired.length ?? 0) > 0)).toBe(true);
  expect(outcomes.some(({ counterexample }) => counterexample?.loopStart != null && counterexample.fair.length > 0)).toBe(true);
  expect(outcomes.some(({ counterexample }) => (counterexample?.lookalikes.length ?? 0) > 0)).toBe(true);
  expect(checks.every(({ largest }) => largest !== null)).toBe(true);
  expect(runs.some(({ diagnostics }) => diagnostics.length > 0)).toBe(true);
});

test('a claim about provisos that is wrong', () => {
  const { summary, provisos }: RunReport = JSON.parse(fromCommandLine(CLAIMED));
  expect(summary).toMatchObject({ expected: 0, unexpected: 1 });
  const [{ property, outcomes }] = provisos[0].claims;
  expect({ property, standing: outcomes[0].standing, faults: outcomes[0].counterexample?.length.faults }).toEqual({
    property: 'Got',
    standing: 'unexpected',
    faults: 1,
  });
});

test('an answer of the proviso search as data', () => {
  const [joint, fitted, wrong] = searched().map((text): ProvisosRun => JSON.parse(text));
  const [{ text, claim, alone, varied, ...answer }] = joint.answers;
  // By hand: it arrives unless it is lost, or B is down just then. A sends as it starts, before it can crash.
  expect(text).toBe('holds provided losses <= 0 and no fault B, and only then');
  expect(claim).toEqual({ over: 'fifo, losses, crashes', word: 'when', condition: 'losses <= 0 and no fault B' });
  expect(alone.find(({ quantity }) => quantity === 'losses')).toMatchObject({
    effect: 'would fix',
    upTo: [{ condition: 'losses <= 0', most: 0 }],
  });
  expect(varied.map(({ quantity }) => quantity)).toEqual(['order', 'losses', 'crashes A', 'crashes B']);
  expect(answer.joint).toMatchObject({ exact: true, doesNotMatter: ['order', 'crashes A'], notSettled: [] });
  expect(answer.joint?.smallest.map((one) => one.text)).toContain('one lost message');
  expect(answer.joint?.smallest[0].counterexample.length.faults).toBe(1);
  expect(fitted.thresholds).toMatchObject([{ property: 'Low', constant: 'LIMIT', values: [1, 2] }]);
  expect(wrong).toMatchObject({ answers: [], diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]) });
});

test('a counterexample as data', () => {
  const { checks } = json(told(HANDOVER));
  const property = checks[0].properties.find(({ name }) => name === 'AtMostOne')!;
  expect(property).toMatchObject({ kind: 'safety', place: { file: 'spec.proviso', line: 8, column: 10, endLine: 8, endColumn: 19 } });
  const [{ verdict, counterexample, blame, standing }] = property.outcomes;
  expect({ status: verdict.status, standing }).toEqual({ status: 'violated', standing: 'unexpected' });
  expect(counterexample?.length).toEqual({ faults: 1, steps: 5, loop: null });
  expect(counterexample?.steps[1]).toEqual({
    kind: 'duplicate',
    time: null,
    node: 'Holder#2',
    text: 'Token(by: Holder#1) from Holder#1 (a copy stays in flight)',
    fault: true,
    message: { name: 'Token', fields: [{ name: 'by', value: 'Holder#1' }], from: 'Holder#1', to: 'Holder#2' },
    changes: [{ kind: 'variable', node: 'Holder#2', name: 'holds', from: 'false', to: 'true', text: 'holds' }],
    place: { file: 'spec.proviso', line: 6, column: 8, endLine: 6, endColumn: 13 },
    number: 2,
  });
  expect(blame?.required).toMatchObject([{ kind: 'duplication', roles: [], text: 'duplication', place: { line: 15 } }]);
});

test('the page for readers has the types as they are', () => {
  const page = readFileSync(join(root, 'docs/json.md'), 'utf8');
  const [, types] = /^```ts\n([\s\S]*?)^```/m.exec(page)!;
  const declared = TYPES.map((file) => {
    const source = readFileSync(file, 'utf8');
    // What stands above is for those who read the files.
    const above = [...source.matchAll(/^(?:import|export type \*) .*\n+/gm)].at(-1);
    return above === undefined ? source.replace(/^\/\*\*.*\n\n/, '') : source.slice(above.index + above[0].length);
  });
  expect(types, 'docs/json.md quotes these files of report/src/result').toBe(declared.join('\n'));
});

test('the specs of these tests have no mistakes of form', () => {
  for (const text of [HANDOVER, TIMED, WRONG]) expect(format('spec.proviso', text).diagnostics).toEqual([]);
});
