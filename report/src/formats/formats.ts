/** All formats. Those that a terminal seldom asks for are loaded when they are asked for. */
import type { Format } from './format.ts';
import { json } from './json.ts';
import { text } from './text.ts';

export type FormatName = 'text' | 'json' | 'junit' | 'sarif' | 'github' | 'markdown' | 'html';

export interface FormatEntry {
  /** what it is for, in a few words, where all formats are listed */
  readonly summary: string;
  readonly load: () => Promise<Format>;
}

export const formats: Readonly<Record<FormatName, FormatEntry>> = {
  text: { summary: 'for people', load: async () => text },
  json: { summary: 'everything that is known, for other programs', load: async () => json },
  junit: { summary: 'the test report that CI servers read', load: async () => (await import('./junit.ts')).junit },
  sarif: { summary: 'for code scanning, each counterexample step by step', load: async () => (await import('./sarif.ts')).sarif },
  github: { summary: 'the text, with annotations for GitHub', load: async () => (await import('./github.ts')).github },
  markdown: { summary: 'for a job summary or a comment', load: async () => (await import('./markdown.ts')).markdown },
  html: { summary: 'a page of its own, with a diagram of each counterexample', load: async () => (await import('./html.ts')).html },
};

export const formatNames = Object.keys(formats) as readonly FormatName[];

export function isFormat(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}
