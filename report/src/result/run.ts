/** A run of checks as a whole. */
import type { Diagnostic } from '#grammar';
import type { Baseline } from './baseline.ts';
import { placeIn, type Texts } from './places.ts';
import {
  type CheckReport,
  type DiagnosticReport,
  type FileProblem,
  type ProvisosReport,
  type RunReport,
  SCHEMA_VERSION,
  type Standing,
  type Summary,
} from './types.ts';

export interface RunParts {
  readonly version: string;
  readonly interrupted: boolean;
  readonly milliseconds: number;
  readonly files: readonly string[];
  readonly skipped: readonly string[];
  /** without them: all was meant */
  readonly shard?: RunReport['shard'];
  readonly changed?: RunReport['changed'];
  readonly baseline?: { readonly known: Baseline; readonly isWhole: (file: string) => boolean } | null;
  readonly unreadable: readonly FileProblem[];
  readonly diagnostics: readonly Diagnostic[];
  readonly checks: readonly CheckReport[];
  readonly provisos: readonly ProvisosReport[];
  readonly texts: Texts;
}

export function runReport(parts: RunParts): RunReport {
  const { version, interrupted, milliseconds, files, skipped, shard, changed, baseline, unreadable, diagnostics, checks, provisos, texts } =
    parts;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'proviso', version },
    summary: summaryOf(checks, provisos, milliseconds),
    interrupted,
    files,
    skipped,
    shard: shard ?? null,
    changed: changed ?? null,
    baseline: baseline?.known.report({ checks, provisos }, baseline.isWhole) ?? null,
    unreadable,
    diagnostics: diagnostics.map((one) => diagnosticReport(one, texts)),
    checks,
    provisos,
  };
}

function summaryOf(checks: readonly CheckReport[], provisos: readonly ProvisosReport[], milliseconds: number): Summary {
  const count: Record<Standing, number> = { expected: 0, unexpected: 0, known: 0, undecided: 0, unchecked: 0 };
  // It is asked whenever something is found, and there may be thousands: no lists of them.
  for (const { properties } of checks) for (const { outcomes } of properties) for (const { standing } of outcomes) count[standing]++;
  for (const { claims } of provisos) for (const { outcomes } of claims) for (const { standing } of outcomes) count[standing]++;
  return { checks: checks.length, ...count, milliseconds: Math.round(milliseconds) };
}

export function diagnosticReport({ code, severity, span, message, why, help, related }: Diagnostic, texts: Texts): DiagnosticReport {
  return {
    code,
    severity,
    place: placeIn(texts, span),
    message,
    why: why ?? null,
    help: help ?? null,
    related: (related ?? []).map((one) => ({ place: placeIn(texts, one.span), message: one.message })),
  };
}
