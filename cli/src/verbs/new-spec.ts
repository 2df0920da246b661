/** How `proviso new` is called. */
import { color, type VerbSpec } from './spec.ts';

export const newSpec = {
  words: 'NAME',
  usage: 'NAME [OPTIONS]',
  summary: 'write a specification to begin with',
  description: `Writes NAME.proviso: a small protocol with its assumptions and checks, commented, to be changed into yours.
NAME may be a path; its folder has to be there. A file that exists is left as it is.`,
  options: {
    template: { value: 'NAME', short: 't', help: 'which one (otherwise request-reply)' },
    list: { help: 'the templates, and what each shows' },
    force: { help: 'replace a file that exists' },
    color,
  },
  run: async (call) => (await import('./new.ts')).newSpecification(call),
} satisfies VerbSpec;
