/** While a run is debugged: its steps as a list, and the debugger goes before the one that is chosen. */
import * as vscode from 'vscode';
import type { StepsAnswer } from '#server';
import { DEBUG_TYPE } from '../debug/configurations.ts';

export const goToStep = () => async (): Promise<void> => {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== DEBUG_TYPE) {
    void vscode.window.showInformationMessage('No run is being debugged: begin with *debug counterexample* above a property.');
    return;
  }
  const { steps }: StepsAnswer = await session.customRequest('proviso/steps');
  const items = steps.map(({ number, text, isHere }) => ({
    label: text,
    description: isHere ? `${number}, next` : String(number),
    number,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Go before which step?', matchOnDescription: true });
  if (chosen !== undefined) await session.customRequest('proviso/goTo', { number: chosen.number });
};
