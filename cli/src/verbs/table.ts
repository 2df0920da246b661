/** All verbs, in the order in which help lists them. What a verb needs to run is loaded when it runs. */
import { checkSpec } from './check-spec.ts';
import { completionSpec } from './completion-spec.ts';
import { conformSpec } from './conform-spec.ts';
import { dapSpec } from './dap-spec.ts';
import { explainSpec } from './explain-spec.ts';
import { exportSpec } from './export-spec.ts';
import { formatSpec } from './format-spec.ts';
import { helpSpec } from './help-spec.ts';
import { listSpec } from './list-spec.ts';
import { lspSpec } from './lsp-spec.ts';
import { mcpSpec } from './mcp-spec.ts';
import { newSpec } from './new-spec.ts';
import { provisosSpec } from './provisos-spec.ts';
import { simulateSpec } from './simulate-spec.ts';
import type { VerbSpec } from './spec.ts';
import { testsSpec } from './tests-spec.ts';
import { tlcSpec } from './tlc-spec.ts';

export type Verb =
  | 'new'
  | 'check'
  | 'simulate'
  | 'provisos'
  | 'conform'
  | 'tests'
  | 'export'
  | 'tlc'
  | 'list'
  | 'format'
  | 'explain'
  | 'completion'
  | 'lsp'
  | 'dap'
  | 'mcp'
  | 'help';

export const verbs = {
  new: newSpec,
  check: checkSpec,
  simulate: simulateSpec,
  provisos: provisosSpec,
  conform: conformSpec,
  tests: testsSpec,
  export: exportSpec,
  tlc: tlcSpec,
  list: listSpec,
  format: formatSpec,
  explain: explainSpec,
  completion: completionSpec,
  lsp: lspSpec,
  dap: dapSpec,
  mcp: mcpSpec,
  help: helpSpec,
} satisfies Record<Verb, VerbSpec>;

export const verbNames = Object.keys(verbs) as readonly Verb[];

export function isVerb(word: string): word is Verb {
  return Object.hasOwn(verbs, word);
}
