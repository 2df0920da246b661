/**
 * What each construct of the language costs, against the cheapest way to say the same: nanoseconds of user time for one evaluation, over
 * the states of a small system. `npm run bench:constructs [-- NAME...] [-- --rounds 5] [-- --texts]`
 */
import { parseArgs } from 'node:util';
import { analyse, createCompiledMachine, type Expr, type Model } from '#checker';
import { parse } from '#grammar';
import { constructs, SYSTEM } from '../test/support/constructs.ts';

/** States at which everything is evaluated. */
const STATES = 2000;
/** Microseconds of user time after which one measurement ends. */
const LONG_ENOUGH = 30_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, texts: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
const wanted = constructs.filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)));

const properties = wanted.flatMap(({ says, same }, i) => [`safety A${i}: never (${says})`, `safety B${i}: never (${same})`]);
const model = modelOf(SYSTEM.replace('PROPERTIES', properties.join('\n  ')));
const states = statesOf(model);

console.log(`${states.length / wordsOf(model)} states; ns an evaluation, least of ${rounds} rounds\n`);
console.log(`| construct | ns | its equivalent, ns | times |${values.texts ? ' says | equivalent |' : ''}`);
console.log(`| --- | --: | --: | --: |${values.texts ? ' --- | --- |' : ''}`);
for (const [i, { name, says, same, like }] of wanted.entries()) {
  const [left, right] = [`A${i}`, `B${i}`].map((property) => evaluator(predicateOf(property)));
  if (!like && left.truths() !== right.truths()) throw new Error(`${name}: «${says}» and «${same}» differ`);
  let [a, b] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    a = Math.min(a, left.cost());
    b = Math.min(b, right.cost());
  }
  const texts = values.texts ? ` \`${says}\` | \`${same}\` |` : '';
  console.log(`| ${name} | ${a.toFixed(0)} | ${b.toFixed(0)} | ${(a / b).toFixed(1)} |${texts}`);
}

function modelOf(text: string): Model {
  const { file, diagnostics } = parse('spec.proviso', text);
  const analysis = analyse({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null });
  const errors = [...diagnostics, ...analysis.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message, span }) => `${message}: ${text.slice(span.start, span.end)}`).join('\n'));
  const made = analysis.checks[0].runs[0].model().model;
  if (made === null) throw new Error('no model');
  return made;
}

function wordsOf(made: Model): number {
  return createCompiledMachine(made, { predicates: [], steps: [], deadline: null }).words;
}

function predicateOf(name: string): Expr {
  const property = model.properties.find((one) => one.name === name);
  if (property?.kind !== 'state') throw new Error(`no property ${name}`);
  return property.predicate;
}

/** States spread over the graph: each step is one of those there are, drawn by a number that a seed gives. */
function statesOf(made: Model): Int32Array {
  const machine = createCompiledMachine(made, { predicates: [], steps: [], deadline: null });
  const { successors, words } = machine;
  const all = new Int32Array(STATES * words);
  let seed = 1;
  const draw = (n: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  for (let i = 0; i < STATES; i++) {
    successors.clear();
    if (i % 25 === 0) machine.initial();
    else machine.expand(all, (i - 1) * words, 'all');
    if (successors.count === 0) {
      successors.clear();
      machine.initial();
    }
    const at = draw(successors.count) * words;
    all.set(successors.words.subarray(at, at + words), i * words);
  }
  return all;
}

function evaluator(predicate: Expr) {
  const machine = createCompiledMachine(model, { predicates: [predicate], steps: [], deadline: null });
  const { words } = machine;
  return {
    truths: () => Array.from({ length: STATES }, (_, i) => machine.evaluate(states, i * words)).join(''),
    cost: () => {
      const begin = process.cpuUsage().user;
      let [sum, evaluations, took] = [0, 0, 0];
      for (; took < LONG_ENOUGH; took = process.cpuUsage().user - begin) {
        for (let i = 0; i < STATES; i++) sum += machine.evaluate(states, i * words);
        evaluations += STATES;
      }
      if (sum < 0) throw new Error('a model error');
      return (took * 1000) / evaluations;
    },
  };
}
