/** `proviso completion`: what Tab offers, in bash itself and as the scripts of the other shells ask for it. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { formatNames } from '#report';
import { candidates } from '../../cli/src/completion/candidates.ts';
import { scripts } from '../../cli/src/completion/scripts.ts';
import { shells } from '../../cli/src/verbs/completion-spec.ts';
import { type OptionSpec, writtenName } from '../../cli/src/verbs/spec.ts';
import { verbNames, verbs } from '../../cli/src/verbs/table.ts';
import { commandLine, folderWith, proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

async function offered(...words: string[]) {
  const { words: found, files } = await candidates(words);
  return [...found.map(({ word }) => word), files];
}

test('every verb, every option of each, and every value that is known', async () => {
  expect(await offered('')).toEqual([...verbNames, '--help', '--version', 'nothing']);
  for (const verb of verbNames) {
    const options = Object.entries<OptionSpec>(verbs[verb].options).map(([name, option]) => writtenName(name, option));
    expect(await offered(verb, '--')).toEqual([...options, '--help', 'nothing']);
  }
  expect(await offered('check', '--format', '')).toEqual([...formatNames, 'nothing']);
  expect(await offered('help', '')).toEqual([...verbNames, 'nothing']);
  expect(await offered('completion', '')).toEqual([...Object.keys(shells), 'nothing']);
  expect(Object.keys(scripts)).toEqual(Object.keys(shells));
});

test.each([
  ['ch', ['check', 'nothing']],
  ['chekc x', ['nothing']],
  ['check ', ['specs']],
  ['check a.proviso ', ['specs']],
  ['check --cac', ['--cache-folder', 'nothing']],
  ['check --max', ['--max-states', '--max-memory', '--max-disk', 'nothing']],
  ['check --quiet --qu', ['nothing']],
  ['check --max-states ', ['nothing']],
  ['check --format j', ['json', 'junit', 'nothing']],
  ['check --format=j', ['--format=json', '--format=junit', 'nothing']],
  ['check --format json=o', ['files']],
  ['check --format=json=o', ['files']],
  ['check --format json --form', ['--format', 'nothing']],
  ['check --traces-as itf=', ['folders']],
  ['check --cache-folder ', ['folders']],
  ['check -- --', ['specs']],
  ['provisos --format ', ['text', 'json', 'nothing']],
  ['new -t le', ['leader-election', 'lease', 'nothing']],
  ['explain PV0101', ['PV0101', 'nothing']],
  ['lsp ', ['nothing']],
])('after `%s`', async (typed, expected) => {
  expect(await offered(...typed.split(' '))).toEqual(expected);
});

test('a script for each shell, and what is wrong with others', () => {
  expect(proviso(['completion', 'bash'])).toMatchObject({ code: 0, out: scripts.bash, err: '' });
  expect(proviso(['completion', 'zhs']).err).toBe(
    'proviso: There is no script for `zhs`: bash, zsh, fish, powershell. Did you mean `zsh`?\n',
  );
});

const FILES = { 'a é.proviso': '', 'b.proviso': '', 'c.txt': '', 'specs/d.proviso': '' };

/** What bash offers for words that it has parted itself, the last of them begun. */
function inBash(folder: string, calls: readonly (readonly string[])[]): string[][] {
  const quoted = (word: string) => `'${word}'`;
  const run = commandLine.map(quoted).join(' ');
  const script = `
    proviso() { '${process.execPath}' ${run} "$@"; }
    eval "$(proviso completion bash)"
    COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
    ${calls
      .map(
        (words) => `COMP_WORDS=(proviso ${words.map(quoted).join(' ')}); COMP_CWORD=${words.length}; _proviso
    printf '%s\\t' "\${COMPREPLY[@]}"; printf '\\n'`,
      )
      .join('\n')}`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) =>
      line
        .split('\t')
        .filter((word) => word !== '')
        .sort(),
    );
}

const hasBash = spawnSync('bash', ['--version']).status === 0;

test.skipIf(!hasBash)('in bash', () => {
  const folder = folderWith(FILES);
  expect(
    inBash(folder, [
      ['prov'],
      ['check', ''],
      ['check', 'a'],
      ['check', '--format', '=', 'js'],
      ['check', '--format', 'json', '=', 'c'],
      ['check', '--format', 'json', '=', 'x', '--sta'],
      ['check', '--cache-folder', ''],
    ]),
  ).toEqual([['provisos'], ['a é.proviso', 'b.proviso', 'specs'], ['a é.proviso'], ['json'], ['c.txt'], ['--stats'], ['specs']]);
});
