/** The command line of the harness: `node examples/lock-service/harness/main.ts --run tests/run-1.jsonl --out logs`. */
import { parseArgs } from 'node:util';
import { contentIn, drive, LeftRun } from './drive.ts';
import { readPlan } from './plan.ts';

const { values } = parseArgs({
  options: {
    run: { type: 'string' },
    out: { type: 'string', default: 'logs' },
    tick: { type: 'string', default: '500' },
    'no-fencing': { type: 'boolean', default: false },
  },
});
const { run, out, tick, 'no-fencing': unfenced } = values;

if (run === undefined || !(Number(tick) > 0)) {
  console.error('Write `--run FILE`, a run that `proviso tests` wrote; `--out FOLDER` for logs, `--tick MILLISECONDS`, `--no-fencing`.');
  process.exitCode = 2;
} else {
  try {
    await drive(readPlan(run), { folder: out, tick: Number(tick), fencing: !unfenced });
    console.log(`the run was followed to its end; the file holds: ${contentIn(out)}`);
  } catch (error) {
    if (!(error instanceof LeftRun)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
