/** `proviso check`, seen from the process: a small file it checks itself, and all else a thread does that it supervises. */
import process from 'node:process';
import type { Call } from '../call.ts';
import { exitCode } from '../device.ts';
import type { ExitCode } from '../exit.ts';
import type { SupervisedVerb } from './messages.ts';
import { answerAtHand, attempt, give, type Quick } from './quick.ts';

/** `seconds`: how long the verb may take where the call does not say. `script`: what threads run; without it there are none. */
export async function supervise(verb: SupervisedVerb, call: Call, script: string | null, seconds = Infinity): Promise<ExitCode> {
  if (script === null) return await (await (await import('./thread.ts')).load[verb]())(call);
  const { answer, signals, wasLost } = verb === 'check' ? await attempt(call) : untried;
  // Nothing is left to do, and Node would collect what the answer needed, or wait for the threads that compile.
  if (answer !== null) process.exit(exitCode(give(answer)));
  const { Supervisor } = await import('./supervisor.ts');
  const supervisor = new Supervisor(verb, call, script, seconds);
  supervisor.hear(signals);
  const atHand = wasLost ? await supervisor.meanwhile(() => answerAtHand(call)) : null;
  if (atHand !== null) process.exit(exitCode(give(atHand)));
  // The supervisor ends the process.
  return await new Promise(() => {});
}

const untried: Quick = { answer: null, signals: [], wasLost: false };
