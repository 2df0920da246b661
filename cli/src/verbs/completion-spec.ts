/** How `proviso completion` is called. */
import type { VerbSpec } from './spec.ts';

/** What each shell reads when it begins, and how it is made to. */
export const shells = {
  bash: 'eval "$(proviso completion bash)" in ~/.bashrc',
  zsh: 'eval "$(proviso completion zsh)" in ~/.zshrc, after compinit',
  fish: 'proviso completion fish | source in ~/.config/fish/config.fish',
  powershell: 'proviso completion powershell | Out-String | Invoke-Expression in $PROFILE',
} as const;

export type Shell = keyof typeof shells;

export const completionSpec = {
  words: 'SHELL',
  usage: 'bash|zsh|fish|powershell',
  summary: 'verbs, options and files by the Tab key',
  description: `Writes what makes a shell complete the words after \`proviso\` when Tab is pressed: verbs, options, formats, templates,
codes, and files that end in .proviso. The shell asks \`proviso\` itself what may follow. To have it in every new shell,
write
${Object.entries(shells)
  .map(([shell, how]) => `  ${`${shell}:`.padEnd(12)}${how}`)
  .join('\n')}`,
  examples: [
    { call: 'proviso completion bash', does: 'the script' },
    { call: 'proviso completion --words -- check --for', does: 'what may stand for the last word: --format' },
  ],
  completes: { words: async () => shells },
  options: {
    words: { help: 'what may stand in place of the last of the words after `--`: the scripts ask this' },
  },
  run: async (call) => (await import('./completion.ts')).completion(call),
} satisfies VerbSpec;
