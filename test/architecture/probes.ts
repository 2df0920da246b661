/**
 * One member more in each union of the syntax tree, the model and the results, and which files of the whole tool then fail to
 * compile. Many are added at once, each under a name of its own by which the compiler's messages are distinguished.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Those in which something has to be decided about such a member. */
const parts = ['grammar', 'checker', 'report', 'export', 'server'];

export interface Probe {
  /** the kind of thing that is added */
  readonly what: string;
  readonly name: string;
  readonly places: readonly Place[];
}

/** `text` is put behind the first match of `after` in `file`; behind every one where that is global. */
interface Place {
  readonly file: string;
  readonly after: RegExp;
  readonly text: string;
}

const SYNTAX = 'grammar/src/ast.ts';
const MODEL = 'checker/src/model/ir.ts';
const STATES = 'checker/src/model/state.ts';

/** Where the first member stands behind the `=`, and has no `|` before it, the new one needs none either. */
function union(what: string, name: string, file: string, type: string, member: string): Probe {
  const after = new RegExp(`export type ${type} =\\s*(/\\*\\*[^*]*\\*/\\s*)?\\|?`);
  return { what, name, places: [{ file, after, text: ` ${member} |` }] };
}

/** `first`: the first of the words to which one is added. */
function word(what: string, name: string, files: readonly string[], property: string, first: string): Probe {
  const after = new RegExp(`readonly ${property}: (?='${first}' \\|)`, 'g');
  return { what, name, places: files.map((file) => ({ file, after, text: `'${name}' | ` })) };
}

const ofSyntax: readonly Probe[] = [
  union('statement of the syntax tree', 'probeStatement', SYNTAX, 'Statement', "(Node & { readonly kind: 'probeStatement' })"),
  union('expression of the syntax tree', 'probeExpression', SYNTAX, 'Expr', "(Node & { readonly kind: 'probeExpression' })"),
  union('item of a system', 'probeItem', SYNTAX, 'SystemItem', "(Documented & { readonly kind: 'probeItem'; readonly name: Name })"),
  union('member of a node', 'probeMember', SYNTAX, 'NodeMember', "(Documented & { readonly kind: 'probeMember' })"),
  union('item of an assumption set', 'probeAssumption', SYNTAX, 'AssumeItem', "(Node & { readonly kind: 'probeAssumption' })"),
  word('word of `network`', 'probeNetwork', [SYNTAX], 'kind', 'lossy'),
  word('quantity of `timing`', 'probeQuantity', [SYNTAX], 'quantity', 'delay'),
  word('verdict of an expectation', 'probeExpectation', [SYNTAX], 'verdict', 'holds'),
];

const ofModel: readonly Probe[] = [
  union('type', 'probeType', MODEL, 'Type', "{ readonly kind: 'probeType' }"),
  union('statement of the model', 'probeStmt', MODEL, 'Stmt', "{ readonly span: Span; readonly kind: 'probeStmt' }"),
  union('operator', 'probeOperator', MODEL, 'Expr', "{ readonly type: Type; readonly span: Span; readonly op: 'probeOperator' }"),
  union('trigger of a handler', 'probeTrigger', MODEL, 'Trigger', "{ readonly kind: 'probeTrigger' }"),
  {
    what: 'kind of property',
    name: 'probeForm',
    places: [{ file: MODEL, after: /&\s*\(\s*\|(?= \{ readonly kind: 'state')/, text: " { readonly kind: 'probeForm' } |" }],
  },
  union('kind of step', 'probeStep', STATES, 'StepLabel', "{ readonly kind: 'probeStep' }"),
  union('status of a verdict', 'probeVerdict', 'checker/src/verdict.ts', 'Verdict', "{ readonly status: 'probeVerdict' }"),
];

/** Words of the syntax tree that stand in the model too. */
const ofBoth: readonly Probe[] = [
  word('mode of a crash', 'probeMode', [SYNTAX, MODEL], 'mode', 'stop'),
  word('word of a property', 'probeProperty', [SYNTAX, MODEL], 'word', 'safety'),
  {
    what: 'kind of cut',
    name: 'probeCut',
    places: [
      ...union('', '', STATES, 'Cut', "{ readonly kind: 'probeCut' }").places,
      ...word('', 'probeCut', [MODEL], 'kind', 'two-way').places,
    ],
  },
];

/** For each probe the files in which the compiler reports it, without those that declare the union. */
export function filesReported(): Map<Probe, string[]> {
  // Not all at once: where two errors meet in one expression, the compiler reports one of them.
  return new Map([ofSyntax, ofModel, ofBoth].flatMap((probes) => reported(probes)));
}

function reported(probes: readonly Probe[]): [Probe, string[]][] {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-probes-'));
  try {
    copyInto(folder);
    for (const { what, places } of probes) for (const place of places) put(what, place, folder);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false', '--singleThreaded'], options);
    return probes.map((probe) => [probe, filesIn(stdout, probe)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function copyInto(folder: string): void {
  for (const part of parts) cpSync(join(root, part, 'src'), join(folder, part, 'src'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8'));
  const flat = { composite: false, emitDeclarationOnly: false, noEmit: true, noErrorTruncation: true, types: ['node'] };
  const config = { compilerOptions: { ...compilerOptions, ...flat }, include: parts.map((part) => `${part}/src`) };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
}

function put(what: string, { file, after, text }: Place, folder: string): void {
  const before = readFileSync(join(folder, file), 'utf8');
  const probed = before.replace(after, (found) => found + text);
  if (probed === before) throw new Error(`no ${what} is declared in ${file}`);
  writeFileSync(join(folder, file), probed);
}

/** A message begins with its file; the lines that explain it are indented. */
function filesIn(output: string, { name, places }: Probe): string[] {
  const messages = output.split(/\n(?=\S)/).filter((message) => new RegExp(`\\b${name}\\b`).test(message));
  const files = new Set(messages.flatMap((message) => /^([^(]+)\(\d/.exec(message)?.[1] ?? []));
  return [...files].filter((file) => !places.some((place) => place.file === file)).sort();
}
