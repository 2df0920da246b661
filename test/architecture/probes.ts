/**
 * One member more in each union of the syntax tree, the model and the results, and who of the whole tool then fails to
 * compile. All are added at once, each under a name of its own by which the compiler's messages are told apart.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const parts = ['grammar', 'checker', 'report', 'server', 'cli', 'client'];

export interface Probe {
  /** the kind of thing that is added */
  readonly what: string;
  readonly name: string;
  /** where, in which files, and what is put behind it */
  readonly files: readonly string[];
  readonly after: RegExp;
  readonly text: string;
}

const syntax = ['grammar/src/ast.ts'];
const model = ['checker/src/model/ir.ts'];
const states = ['checker/src/model/state.ts'];

/** Where the first member stands behind the `=`, and has no `|` before it, the new one needs none either. */
function union(what: string, name: string, files: readonly string[], type: string, member: string): Probe {
  return { what, name, files, after: new RegExp(`export type ${type} =\\s*(/\\*\\*[^*]*\\*/\\s*)?\\|?`), text: ` ${member} |` };
}

/** `word`: the first of the words among which one more is put. */
function word(what: string, name: string, files: readonly string[], property: string, first: string): Probe {
  return { what, name, files, after: new RegExp(`readonly ${property}: (?='${first}' \\|)`, 'g'), text: `'${name}' | ` };
}

export const probes: readonly Probe[] = [
  union('statement of the syntax tree', 'probeStatement', syntax, 'Statement', "(Node & { readonly kind: 'probeStatement' })"),
  union('expression of the syntax tree', 'probeExpression', syntax, 'Expr', "(Node & { readonly kind: 'probeExpression' })"),
  union('item of a system', 'probeItem', syntax, 'SystemItem', "(Documented & { readonly kind: 'probeItem'; readonly name: Name })"),
  union('member of a node', 'probeMember', syntax, 'NodeMember', "(Documented & { readonly kind: 'probeMember' })"),
  union('item of an assumption set', 'probeAssumption', syntax, 'AssumeItem', "(Node & { readonly kind: 'probeAssumption' })"),
  word('word of `network`', 'probeNetwork', syntax, 'kind', 'lossy'),
  word('word of `fault`, mode of a crash', 'probeMode', [...syntax, ...model], 'mode', 'stop'),
  word('quantity of `timing`', 'probeQuantity', syntax, 'quantity', 'delay'),
  word('word of a property', 'probeProperty', [...syntax, ...model], 'word', 'safety'),
  word('verdict of an expectation', 'probeExpectation', syntax, 'verdict', 'holds'),
  union('type of the model', 'probeType', model, 'Type', "{ readonly kind: 'probeType' }"),
  union('statement of the model', 'probeStmt', model, 'Stmt', "{ readonly span: Span; readonly kind: 'probeStmt' }"),
  union('operator of the model', 'probeOperator', model, 'Expr', "{ readonly type: Type; readonly span: Span; readonly op: 'probeOperator' }"),
  union('trigger of a handler', 'probeTrigger', model, 'Trigger', "{ readonly kind: 'probeTrigger' }"),
  {
    what: 'kind of property',
    name: 'probeForm',
    files: model,
    after: /&\s*\(\s*\|(?= \{ readonly kind: 'state')/,
    text: " { readonly kind: 'probeForm' } |",
  },
  union('kind of step', 'probeStep', states, 'StepLabel', "{ readonly kind: 'probeStep' }"),
  union('kind of cut', 'probeCut', states, 'Cut', "{ readonly kind: 'probeCut' }"),
  union('status of a verdict', 'probeVerdict', ['checker/src/verdict.ts'], 'Verdict', "{ readonly status: 'probeVerdict' }"),
];

/** For each probe the files in which the compiler reports it, without the one that declares the union. */
export function filesTold(): Map<Probe, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-probes-'));
  try {
    copyInto(folder);
    for (const probe of probes) for (const file of probe.files) add(probe, join(folder, file));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], options);
    if (process.env.SHOW) writeFileSync('/tmp/probe.out', stdout);
    return new Map(probes.map((probe) => [probe, told(stdout, probe)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function copyInto(folder: string): void {
  for (const part of parts) cpSync(join(root, part, 'src'), join(folder, part, 'src'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8'));
  const flat = { composite: false, emitDeclarationOnly: false, noEmit: true, noErrorTruncation: true, types: ['node', 'vscode'] };
  const config = { compilerOptions: { ...compilerOptions, ...flat }, include: parts.map((part) => `${part}/src`) };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
}

function add({ what, after, text }: Probe, file: string): void {
  const before = readFileSync(file, 'utf8');
  const probed = before.replace(after, (found) => found + text);
  if (probed === before) throw new Error(`no ${what} is declared in ${file}`);
  writeFileSync(file, probed);
}

/** A message begins with its file; the lines that explain it are indented. */
function told(output: string, { name, files }: Probe): string[] {
  const messages = output.split(/\n(?=\S)/).filter((message) => new RegExp(`\\b${name}\\b`).test(message));
  const named = messages.flatMap((message) => /^([^(]+)\(\d/.exec(message)?.[1] ?? []);
  return [...new Set(named)].filter((file) => !files.includes(file)).sort();
}
