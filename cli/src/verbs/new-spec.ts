/** How `proviso new` is called. */
import { color, type VerbSpec, type Words } from './spec.ts';

const templateWords: Words = { words: async () => (await import('./new.ts')).templateTitles() };

export const newSpec = {
  words: 'NAME',
  usage: 'NAME [OPTIONS]',
  summary: 'write a specification to begin with',
  description: `Writes NAME.proviso: a small protocol with its assumptions and checks, commented, to be changed into yours.
NAME may be a path; its folder has to be there. A file that exists is left as it is.`,
  examples: [
    { call: 'proviso new lock', does: 'lock.proviso, a request and its answer' },
    { call: 'proviso new specs/lock --template lease', does: 'another template, in the folder specs' },
    { call: 'proviso new --list', does: 'the templates' },
  ],
  completes: 'folders',
  options: {
    template: { value: 'NAME', completes: templateWords, short: 't', help: 'which one (otherwise request-reply)' },
    list: { help: 'the templates, and what each shows' },
    force: { help: 'replace a file that exists' },
    color,
  },
  run: async (call) => (await import('./new.ts')).newSpecification(call),
} satisfies VerbSpec;
