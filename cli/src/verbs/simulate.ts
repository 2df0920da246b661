/** `proviso simulate`: random runs in place of the searches of `proviso check`. */
import { usualSimulation } from '#checker';
import { type Call, positive } from '../call.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { openTerminal } from '../terminal.ts';
import { check } from './check.ts';
import { SIMULATION_SECONDS } from './simulate-spec.ts';

export async function simulate(call: Call, host: CheckHost = plainHost): Promise<ExitCode> {
  const seed = positive(call, 'seed', 'a seed', 7);
  const runs = positive(call, 'runs', 'runs', 1000);
  const steps = positive(call, 'steps', 'steps', 200);
  for (const option of [seed, runs, steps]) {
    if (typeof option !== 'object' || option === null) continue;
    openTerminal({ color: call.options.color !== false, quiet: false }, host.device).complain(`proviso: ${option.problem}`);
    return exitCodes.wrongInput;
  }
  const number = (option: unknown, otherwise: number) => (typeof option === 'number' ? Math.ceil(option) : otherwise);
  const simulation = {
    seed: number(seed, usualSimulation.seed),
    runs: number(runs, usualSimulation.runs),
    steps: number(steps, usualSimulation.steps),
  };
  const options = { timeout: String(SIMULATION_SECONDS), ...call.options, provisos: false };
  return await check({ ...call, options }, host, simulation);
}
