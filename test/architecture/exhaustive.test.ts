/**
 * Nothing falls through: a new member of a union fails to compile wherever something has to be decided about it. Listed for
 * each are the files that have to know it; the compiler must name each of them. It may name more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { slow } from '../random/run.ts';
import { filesReported } from './probes.ts';

const root = join(import.meta.dirname, '../..');

const mustKnow: Readonly<Record<string, readonly string[]>> = {
  probeStatement: ['grammar/src/parser/starts.ts', 'grammar/src/blocks.ts', 'checker/src/analysis/statements.ts'],
  probeExpression: ['grammar/src/parser/starts.ts', 'grammar/src/print-expression.ts', 'checker/src/analysis/expressions.ts'],
  probeItem: ['grammar/src/parser/starts.ts', 'checker/src/analysis/elaborate.ts', 'server/src/ide/declarations.ts'],
  probeMember: ['grammar/src/parser/starts.ts', 'grammar/src/blocks.ts', 'checker/src/analysis/nodes.ts', 'server/src/ide/declarations.ts'],
  probeAssumption: ['grammar/src/parser/starts.ts', 'checker/src/analysis/constants.ts', 'server/src/ide/syntax-words.ts'],
  probeNetwork: [
    'grammar/src/parser/starts.ts',
    'checker/src/analysis/faults.ts',
    'server/src/ide/assumption-words.ts',
    'server/src/ide/syntax-words.ts',
  ],
  probeQuantity: [
    'grammar/src/parser/starts.ts',
    'checker/src/analysis/timing.ts',
    'server/src/ide/assumption-words.ts',
    'server/src/ide/syntax-words.ts',
  ],
  probeExpectation: ['grammar/src/parser/starts.ts', 'checker/src/analysis/checks.ts', 'server/src/ide/syntax-words.ts'],
  probeType: [
    'checker/src/analysis/lints/settled-disks.ts',
    'checker/src/analysis/match.ts',
    'checker/src/analysis/type-size.ts',
    'checker/src/analysis/types.ts',
    'checker/src/model/compile/symmetry/permute.ts',
    'checker/src/model/compile/values/convert.ts',
    'checker/src/model/fields.ts',
    'checker/src/model/interpreter/convert.ts',
    'checker/src/model/shapes.ts',
    'checker/src/model/symmetry/may-fail.ts',
    'checker/src/model/symmetry/sorts.ts',
    'checker/src/model/values.ts',
    'report/src/facts/datum.ts',
    'export/src/read/state.ts',
    'export/src/text/convert.ts',
    'export/src/text/values.ts',
  ],
  probeStmt: [
    'checker/src/explore/knowledge/views.ts',
    'checker/src/model/compile/steps/statements.ts',
    'checker/src/model/interpreter/code.ts',
    'checker/src/model/pauses.ts',
    'checker/src/model/symmetry/any-order.ts',
    'checker/src/model/symmetry/equivariance.ts',
    'checker/src/model/walk.ts',
    'export/src/code/statements.ts',
  ],
  probeOperator: [
    'checker/src/model/compile/values/expressions.ts',
    'checker/src/model/dead/reads.ts',
    'checker/src/model/interpreter/expressions.ts',
    'checker/src/model/operators.ts',
    'checker/src/model/interpreter/false-parts.ts',
    'checker/src/model/symmetry/equivariance.ts',
    'checker/src/model/symmetry/may-fail.ts',
    'report/src/facts/predicate.ts',
    'export/src/code/evaluate.ts',
    'export/src/code/expressions.ts',
  ],
  probeTrigger: [
    'checker/src/model/compile/steps/node-steps.ts',
    'checker/src/model/interpreter/node-steps.ts',
    'export/src/steps/nodes.ts',
  ],
  probeForm: ['checker/src/explore/check/jobs.ts', 'report/src/facts/story.ts', 'export/src/steps/properties.ts'],
  probeStep: [
    'checker/src/explore/search/faults.ts',
    'checker/src/explore/liveness/lasso.ts',
    'checker/src/model/ran.ts',
    'checker/src/model/compile/steps/expand.ts',
    'checker/src/model/fair-items.ts',
    'checker/src/model/interpreter.ts',
    'checker/src/model/step-kinds.ts',
    'checker/src/conform/occurrences.ts',
    'report/src/facts/happened.ts',
    'report/src/facts/places.ts',
    'report/src/facts/reader.ts',
    'report/src/picture/diagram.ts',
    'export/src/steps/kinds.ts',
  ],
  probeVerdict: ['checker/src/campaign/outcome.ts', 'report/src/result/verdict.ts', 'report/src/words/verdicts.ts'],
  probeMode: [
    'grammar/src/parser/starts.ts',
    'checker/src/model/crash-modes.ts',
    'export/src/steps/world.ts',
    'report/src/result/verdict.ts',
    'report/src/words/blame.ts',
    'server/src/ide/assumption-words.ts',
    'server/src/ide/syntax-words.ts',
  ],
  probeProperty: ['grammar/src/parser/starts.ts', 'checker/src/analysis/properties.ts'],
  probeCut: [
    'checker/src/analysis/faults.ts',
    'checker/src/explore/machine/state-key.ts',
    'checker/src/model/compile/steps/cuts.ts',
    'checker/src/model/cuts.ts',
    'report/src/facts/happened.ts',
    'report/src/result/verdict.ts',
    'report/src/words/blame.ts',
    'export/src/read/state.ts',
    'export/src/steps/world.ts',
  ],
};

/** Compiling everything with new members takes ten seconds. */
test.skipIf(!slow)('whoever has to know a new member of a union does not compile without it', { timeout: 180_000 }, () => {
  for (const [{ what, name }, files] of filesReported()) {
    const silent = mustKnow[name].filter((file) => !files.includes(file));
    expect(silent, `a new ${what}: files that compile although they do not know it`).toEqual([]);
  }
});

/** Switches whose `default` is right for whatever comes: each with the reason. */
const open: Readonly<Record<string, string>> = {
  'grammar/src/lexer.ts': 'over kinds of tokens, most of which need no repair',
  'checker/src/analysis/assign.ts': 'what is not listed is reported: it cannot be assigned',
  'checker/src/model/compile/values/chunks.ts': 'any other set is computed whole, and its chunks read from that',
  'checker/src/model/compile/values/places.ts': 'any other expression stands nowhere in the state',
  'checker/src/model/interpreter/false-parts.ts': 'what joins no conditions is a part by itself',
  'export/src/read/output.ts': 'over numbers of TLC, of whose messages most are not needed',
  'report/src/facts/predicate.ts': 'what is not listed is explained by what it looks at',
  'server/src/ide/hover.ts': 'what is not listed is shown as it is declared',
};

test('every other switch ends in `unhandled`, or names the group that its default is for', () => {
  const parts = ['grammar', 'checker', 'report', 'export', 'server', 'cli', 'client'];
  const files = parts.flatMap((part) =>
    readdirSync(join(root, part, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${part}/src/${file}`),
  );
  const falling = files.filter((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    // A switch of generated code stands in a string.
    const switches = text.match(/^ *switch \(/gm)?.length ?? 0;
    const guarded = text.match(/^ *default:(?: \{)?\n\s*(?:return )?(?:unhandled\(|[\w.]+ satisfies )/gm)?.length ?? 0;
    return switches > guarded;
  });
  expect(falling.sort()).toEqual(Object.keys(open).sort());
});
