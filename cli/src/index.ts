/** The command line: words in, exit code out. What a verb needs is loaded when the verb is asked for. */

import { parseCall } from './arguments.ts';
import { configOf } from './config/find.ts';
import { device } from './device.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import type { VerbSpec } from './verbs/spec.ts';
import { verbs } from './verbs/table.ts';

/** `script`: what a thread of a large search runs; without it there is one thread only. */
export async function run(words: readonly string[], script: string | null = null): Promise<ExitCode> {
  if (words[0] === '--version' || words[0] === '-v') {
    const { version } = await import('./version.ts');
    device.write('out', `proviso ${version()}\n`);
    return exitCodes.fine;
  }
  const call = await parseCall(words);
  if ('problem' in call) {
    device.write('err', `proviso: ${call.problem}\n`);
    return exitCodes.wrongInput;
  }
  const spec: VerbSpec = verbs[call.verb];
  // Logs that are named are not those of a configuration.
  const config = spec.config === undefined || call.options.trace !== undefined ? null : configOf(call);
  if (config === null) return spec.run(call, script);
  const { configured } = await import('./config/configured.ts');
  const whole = configured(call, config, spec.config === undefined || spec.config === 'files' ? null : spec.config);
  if ('problem' in whole) {
    device.write('err', `proviso: ${whole.problem}\n`);
    return exitCodes.wrongInput;
  }
  return spec.run({ ...whole, asked: call }, script);
}
