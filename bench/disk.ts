/**
 * One search that goes on on disk, with the counterexample at its end: two-phase commit with so many managers, every state of it, and the
 * shortest way to where all have committed, which is as long as any.
 *
 *     node bench/disk.ts [MANAGERS] [--memory MIB] [--folder FOLDER] [--in-memory]
 *
 * 9 managers have 10,340,352 states, each one more has six times as many; 11 unless given. Without `--memory` 1,024 MiB.
 */
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { startCheck } from '#checker';
import { DiskFolder } from '../cli/src/check/disk.ts';
import { modelOf } from './model.ts';

const MIB = 2 ** 20;
/** Seconds between two lines. */
const EVERY = 60;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    memory: { type: 'string', default: '1024' },
    folder: { type: 'string', default: tmpdir() },
    'in-memory': { type: 'boolean', default: false },
  },
});
const managers = Number(positionals[0] ?? 11);
const DONE = 'reachable Done: forall m in 1..MANAGERS: Database.phase[m] == committed';
const question = {
  spec: '../test/peers/two-phase-commit.proviso',
  assume: 'assume Bench { timing async }',
  constants: { MANAGERS: managers },
};
const model = modelOf(question, (text) => text.replace('safety Consistent', `${DONE}\n  safety Consistent`));
const disk = new DiskFolder(values.folder, values.folder, Number.POSITIVE_INFINITY);
const begin = performance.now();
const check = startCheck(model, {
  now: () => performance.now(),
  blame: false,
  ...(values['in-memory'] ? {} : { budget: { maxMemory: Number(values.memory) * MIB }, disk: { disk } }),
});
const figure = (n: number) => Math.round(n).toLocaleString('en');
const seconds = () => (performance.now() - begin) / 1000;
const peak = () => `${figure(process.resourceUsage().maxRSS / 1024)} MiB at most in the process`;
let told = 0;
for (;;) {
  const step = check.step(100_000);
  if (step.done) {
    const { properties, size } = step.result;
    const { user, system } = process.cpuUsage();
    const [whole, trace] = [
      size.milliseconds / 1000,
      properties.flatMap(({ verdict }) => ('trace' in verdict ? [verdict.trace.steps.length] : [])),
    ];
    console.log(properties.map(({ property, verdict }) => `${property} ${verdict.status}`).join(', '), `in ${trace.join()} steps`);
    console.log(
      `${figure(size.states)} states in ${figure(whole)} s with the trace, ${figure(size.states / whole)} a second, ${figure((user + system) / 1e6)} s of processors; ${peak()},`,
    );
    console.log(`${figure(size.bytes / MIB)} MiB of the search at its end, ${figure(size.bytesOnDisk / MIB)} MiB on disk`);
    break;
  }
  const { states, depth } = step.progress;
  for (const { property, verdict } of step.found)
    console.log(`${figure(seconds())} s: ${property} ${verdict.status}, ${figure(states)} states, ${depth} deep`);
  if (seconds() < told + EVERY) continue;
  told = seconds();
  console.log(`${figure(told)} s: ${figure(states)} states, ${depth} deep, ${peak()}`);
}
