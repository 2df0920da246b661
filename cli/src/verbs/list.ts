/** `proviso list`: what files have, without searching. */
import { analyse, type CheckPlan, type ProvisosPlan } from '#checker';
import { formatDiagnostic, jsonText, placeOf, plural, printable } from '#report';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type Found, findFiles } from '../files.ts';
import { readSources } from '../sources.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

interface Listed {
  readonly file: string;
  readonly systems: readonly { readonly name: string; readonly line: number; readonly properties: readonly Property[] }[];
  readonly assumes: readonly { readonly name: string; readonly line: number; readonly extends: string | null }[];
  readonly checks: readonly ListedCheck[];
  readonly provisos: readonly {
    readonly system: string;
    readonly assume: string;
    readonly line: number;
    readonly claims: readonly string[];
  }[];
}

interface Property {
  readonly name: string;
  readonly kind: 'safety' | 'liveness' | 'reachable' | 'scenario';
  readonly line: number;
}

interface ListedCheck {
  readonly system: string;
  readonly assume: string;
  readonly line: number;
  /** of its sweep; 1 without */
  readonly points: number;
  /** what is expected of each property, at some point or other */
  readonly expects: readonly { readonly property: string; readonly verdicts: readonly string[] }[];
}

export function list(call: Call): ExitCode {
  const terminal = openTerminal({ color: call.options.color !== false, quiet: true });
  const { files, problems } = findFiles(call);
  for (const { path, message } of problems) terminal.complain(`${printable(path)}: ${message}`);
  const listed = files.map((found) => listFile(found, terminal));
  const known = listed.flatMap((one) => one ?? []);
  if (call.options.json === true) terminal.say(jsonText({ files: known }, 2));
  else for (const one of known) for (const line of linesOf(one, terminal)) terminal.say(line);
  return problems.length > 0 || known.length < files.length ? exitCodes.wrongInput : exitCodes.fine;
}

/** null where the text has mistakes, which have been said */
function listFile(found: Found, terminal: Terminal): Listed | null {
  const sources = readSources(found);
  if ('problem' in sources) {
    terminal.complain(`${printable(found.path)}:1:1: ${sources.problem}`);
    return null;
  }
  const analysis = analyse(sources);
  const errors = [...sources.diagnostics, ...analysis.diagnostics].filter(({ severity }) => severity === 'error');
  const text = (file: string) => sources.texts.get(file) ?? null;
  for (const error of errors) terminal.complain(formatDiagnostic(error, { style: terminal.style, columns: terminal.columns, text }));
  if (errors.length > 0) return null;
  const isOwn = ({ span }: { readonly span: { readonly file: string } }) => span.file === found.path;
  const line = ({ file, start }: { readonly file: string; readonly start: number }) => placeOf(text(file) ?? '', start).line;
  return {
    file: found.path,
    systems: [...analysis.systems.values()].filter(isOwn).map(({ name, span, items }) => ({
      name: name.text,
      line: line(span),
      properties: items.flatMap((item): Property[] =>
        item.kind === 'property' ? [{ name: item.name.text, kind: item.word, line: line(item.span) }] : [],
      ),
    })),
    assumes: [...analysis.assumes.values()]
      .filter(isOwn)
      .map(({ name, span, base }) => ({ name: name.text, line: line(span), extends: base?.text ?? null })),
    checks: analysis.checks.filter(isOwn).map((check) => listedCheck(check, line(check.span))),
    provisos: analysis.provisos.filter(isOwn).map((plan) => listedProvisos(plan, line(plan.span))),
  };
}

function listedCheck({ system, assume, runs }: CheckPlan, line: number): ListedCheck {
  const verdicts = new Map<string, Set<string>>();
  for (const { property, verdict } of runs.flatMap((run) => run.expectations)) {
    verdicts.set(property, (verdicts.get(property) ?? new Set()).add(verdict));
  }
  const expects = [...verdicts].map(([property, all]) => ({ property, verdicts: [...all] }));
  return { system, assume, line, points: runs.length, expects };
}

function listedProvisos({ system, assume, runs }: ProvisosPlan, line: number): Listed['provisos'][number] {
  const claims = (runs[0]?.claims ?? []).map(({ property, exact, text }) => `${property} holds ${exact ? 'when' : 'provided'} ${text}`);
  return { system, assume, line, claims };
}

function linesOf({ file, systems, assumes, checks, provisos }: Listed, { style }: Terminal): string[] {
  return [
    style.strong(printable(file)),
    ...systems.flatMap(({ name, line, properties }) => [
      `  system ${name}  ${style.faint(`line ${line}`)}`,
      ...properties.map((property) => `    ${property.kind} ${property.name}  ${style.faint(`line ${property.line}`)}`),
    ]),
    ...assumes.map(
      (one) => `  assume ${one.name}${one.extends === null ? '' : ` extends ${one.extends}`}  ${style.faint(`line ${one.line}`)}`,
    ),
    ...checks.flatMap(({ system, assume, line, points, expects }) => [
      `  check ${system} under ${assume}${points === 1 ? '' : `, ${plural(points, 'point')}`}  ${style.faint(`line ${line}`)}`,
      ...expects.map(({ property, verdicts }) => `    ${property} ${verdicts.join(' or ')}`),
    ]),
    ...provisos.flatMap(({ system, assume, line, claims }) => [
      `  provisos of ${system} from ${assume}  ${style.faint(`line ${line}`)}`,
      ...claims.map((claim) => `    ${claim}`),
    ]),
  ];
}
