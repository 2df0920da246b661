/**
 * The command line of the harness. Drives the program along a run that `proviso tests` wrote, or along all of a folder, each into a folder of its
 * own:
 *
 *     node examples/lock-service/harness/main.ts --run tests/run-1.jsonl --out logs
 *     node examples/lock-service/harness/main.ts --run tests --out logs
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { contentIn, drive } from './drive.ts';
import { readPlan } from './plan.ts';

const USAGE =
  'Write `--run FILE`, a run that `proviso tests` wrote, or its folder; `--out FOLDER` for logs, `--tick MILLISECONDS`, `--no-fencing`.';

/** Of a folder all, by number. */
function runsIn(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => /^run-\d+\.jsonl$/.test(name));
  const number = (name: string) => Number(/\d+/.exec(name)?.[0]);
  return names.sort((a, b) => number(a) - number(b)).map((name) => join(path, name));
}

/** The exit code: 1 where the run was left, 2 where it is none. */
async function driveAlong(run: string, folder: string, tick: number, fencing: boolean): Promise<number> {
  const plan = readPlan(run);
  if ('problem' in plan) {
    console.error(plan.problem);
    return 2;
  }
  const left = await drive(plan, { folder, tick, fencing });
  if (left === null) console.log(`${basename(run)} was followed to its end; the file holds: ${contentIn(folder)}`);
  else console.error(`${basename(run)} was left at ${left}`);
  return left === null ? 0 : 1;
}

const { values } = parseArgs({
  options: {
    run: { type: 'string', default: '' },
    out: { type: 'string', default: 'logs' },
    tick: { type: 'string', default: '500' },
    'no-fencing': { type: 'boolean', default: false },
  },
});
const { run, out, tick, 'no-fencing': unfenced } = values;
const runs = run === '' || !(Number(tick) > 0) ? [] : runsIn(run);
if (runs.length === 0) console.error(USAGE);
let code = runs.length === 0 ? 2 : 0;
for (const one of runs) {
  const folder = runs.length === 1 ? out : join(out, basename(one, '.jsonl'));
  code = Math.max(code, await driveAlong(one, folder, Number(tick), !unfenced));
}
process.exitCode = code;
