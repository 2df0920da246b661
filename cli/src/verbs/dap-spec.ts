/** How `proviso dap` is called. */
import type { VerbSpec } from './spec.ts';

export const dapSpec = {
  words: '',
  usage: '',
  summary: 'the debugger, for editors',
  description: `The debugger: it walks the run of a counterexample or a witness, forward and back, and speaks the Debug Adapter
Protocol on standard input and output until its client ends it. Editors start it; there is nothing to type.
docs/debugger.md says how an editor is told of it.`,
  examples: [
    { call: 'proviso dap', does: 'as an editor starts it' },
    { call: 'proviso help dap', does: 'this text' },
  ],
  completes: 'nothing',
  options: {},
  run: async (call) => (await import('./dap.ts')).dap(call),
} satisfies VerbSpec;
