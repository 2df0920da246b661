/** What docs/code.md says about log lines in each language is run, and what it logs is a run of the worked example. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folderWith, proviso, removeFolders } from '../cli/proviso.ts';
import { slow } from '../random/run.ts';

afterAll(removeFolders);

const page = readFileSync('docs/code.md', 'utf8');
const section = page.slice(page.indexOf('\n## Where to put the log lines\n'), page.indexOf('\n## Several files\n'));

interface Language {
  readonly file: string;
  readonly run: readonly [command: string, ...words: string[]];
  /** a command that only tells its version, which shows that it is there */
  readonly there: readonly [command: string, ...words: string[]];
  /** what compiles takes seconds */
  readonly slow: boolean;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  ts: { file: 'log.ts', run: [process.execPath, 'log.ts'], there: [process.execPath, '--version'], slow: false },
  go: { file: 'log.go', run: ['go', 'run', 'log.go'], there: ['go', 'version'], slow: true },
  java: { file: 'Log.java', run: ['java', 'Log.java'], there: ['javac', '-version'], slow: true },
  python: { file: 'log.py', run: ['python3', 'log.py'], there: ['python3', '--version'], slow: false },
};

test.for(Object.entries(LANGUAGES))('%s', ([name, language], { skip }) => {
  const [, snippet] = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(section) ?? [];
  expect(snippet).toBeDefined();
  if (language.slow && !slow) skip('in the slow run');
  const [there, ...words] = language.there;
  if (spawnSync(there, words).status !== 0) skip(`there is no ${there} here`);
  const folder = folderWith({ [language.file]: snippet, 'spec.proviso': readFileSync('examples/lock-service/lock-service.proviso') });
  const [command, ...call] = language.run;
  // Go compiles its library once, and keeps that in its cache.
  const ran = spawnSync(command, call, { cwd: folder, encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: undefined } });
  expect([ran.status, ran.stderr]).toEqual([0, '']);
  const [header, ...events] = readFileSync(join(folder, 'lock-service.jsonl'), 'utf8').trimEnd().split('\n');
  expect([JSON.parse(header).node, ...events.map((line) => JSON.parse(line).event)]).toEqual(['LockService', 'receive', 'send']);
  const { code, out } = proviso(
    ['conform', 'spec.proviso', '--assume', 'Fenced', '--tick', '100ms', '--trace', 'lock-service.jsonl'],
    folder,
  );
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('conforms to LockedFile under Fenced: 2 events') });
});
