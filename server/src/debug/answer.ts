/** What the adapter makes of a request, as the body of a response: an answer, or what is wrong. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { DebugAdapter } from './adapter.ts';
import { Refused } from './arguments.ts';

/** An answer that says what is wrong has a number in the protocol; these have no meaning beyond it. */
const [REFUSED, FAULT] = [1, 2];

export interface AnswerTo extends Partial<Pick<Dap.Response, 'message' | 'body'>> {
  readonly success: boolean;
  /** once the client has its answer */
  readonly after?: () => void;
}

export async function answerTo(adapter: DebugAdapter, { command, arguments: args }: Dap.Request): Promise<AnswerTo> {
  try {
    const { body, after } = await adapter.request(command, args);
    return { success: true, ...(body === undefined ? {} : { body }), after };
  } catch (error) {
    const isRefused = error instanceof Refused;
    const text = isRefused ? error.message : `This is a fault of proviso itself. Please report it.\n${(error as Error).stack ?? error}`;
    // Braces in the text are no places for values.
    const message = { id: isRefused ? REFUSED : FAULT, format: '{_text}', variables: { _text: text }, showUser: command === 'launch' };
    return { success: false, message: text, body: { error: message } };
  }
}
