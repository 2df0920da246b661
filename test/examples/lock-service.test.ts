/**
 * The worked example of docs/code.md, as a reader runs it: real processes, real pauses and crashes. A pause that the lock does not bear without
 * fencing is named; with fencing the same schedule conforms. Whatever ends a run, none of its processes stays.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { format } from '#grammar';
import { commandLine } from '../cli/proviso.ts';
import { slow } from '../random/run.ts';
import { LOG_SCHEMA } from '../support/schema.ts';
import { analysed } from '../support/spec.ts';

const SPEC = 'examples/lock-service/lock-service.proviso';
const HARNESS = 'examples/lock-service/harness/main.ts';
/** Only processes of this test have it in their command lines. */
const FOLDER = mkdtempSync(join(tmpdir(), 'proviso-lock-service-'));

const page = readFileSync('docs/code.md', 'utf8');

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const begun = new Set<ChildProcess>();

function begin(words: readonly string[]) {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
  begun.add(child);
  child.once('exit', () => begun.delete(child));
  return child;
}

async function said(words: readonly string[]): Promise<Said> {
  const child = begin(words);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
  const [code] = await once(child, 'close');
  return { code, out, err };
}

const at = (name: string) => join(FOLDER, name);
const proviso = (...words: string[]) => said([...commandLine, ...words]);
const harness = (...words: string[]) => said([HARNESS, ...words]);

/** What a harness is told; a tick is 500 ms unless it is said: so long a busy machine has for what is to be done within a tick. */
const drive = (run: string, out: string, ...more: string[]) => ['--run', at(run), '--out', at(out), ...more];
const conform = (logs: string, assume: string) => ['conform', SPEC, '--assume', assume, '--tick', '500ms', '--trace', at(logs)];

/** The page has this call, and what it shows of the answer was said. */
function expectShown(call: string, words: readonly string[], { out }: Said): void {
  const line = `$ npm run --silent ${call} -- ${words.join(' ')}\n`.replaceAll(FOLDER, 'build/lock');
  const [, after = ''] = page.split(line);
  expect(after, `docs/code.md has no ${line}`).not.toBe('');
  const pieces = after.slice(0, after.search(/^(```|\$ )/m)).split(/^\.\.\.\n/m);
  for (const piece of pieces) expect(steady(out)).toContain(steady(piece));
}

/** Without what differs from one run to the next. */
function steady(text: string): string {
  return text
    .replaceAll(FOLDER, 'build/lock')
    .replaceAll(/\d{13}/g, 'TIME')
    .replaceAll(/\d+\.\d s/g, 'N s')
    .replaceAll(/at tick \d( to \d)?/g, 'at tick N')
    .replaceAll(/pause Client <= [234], where/g, 'pause Client <= N, where');
}

/** Runs for tests under this assume; the name of the run that meets a goal. */
async function writeTests(assume: string, folder: string): Promise<{ readonly files: string[]; readonly meets: (goal: string) => string }> {
  const words = ['tests', SPEC, '--assume', assume, '--property', 'InTime', '--out', at(folder)];
  const written = await proviso(...words);
  expect(written).toMatchObject({ code: 0 });
  if (folder === 'tests') expectShown('proviso', words, written);
  const { goals, runs } = JSON.parse(readFileSync(at(`${folder}/tests.json`), 'utf8'));
  const files = runs.map(({ file }: { file: string }) => `${folder}/${file}`);
  return { files, meets: (goal) => files[goals.find(({ text }: { text: string }) => text === goal).runs[0] - 1] };
}

/** Command lines of processes that are about this folder. */
function running(folder: string): string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return line.includes(folder) ? [line] : [];
    } catch (error) {
      // It has ended meanwhile.
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  });
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 40_000; !isSo(); await sleep(20))
    if (performance.now() > end) throw new Error('it did not come about');
}

function logOf(folder: string, node: string): string {
  const path = at(`${folder}/${node}.jsonl`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

afterAll(() => {
  for (const child of begun) child.kill('SIGKILL');
  rmSync(FOLDER, { recursive: true, force: true });
});

/** Where there is no /proc there may be no SIGSTOP either. */
describe.runIf(process.platform === 'linux')('the lock service', () => {
  let paused: string;

  beforeAll(async () => {
    paused = (await writeTests('Paused', 'tests')).meets('InTime is violated');
    expect(readFileSync(at(paused), 'utf8')).toContain(/^"schedule":.*$/m.exec(page)?.[0]);
  }, 60_000);

  test.concurrent('its spec holds what it says', async () => {
    const checked = await proviso('check', 'examples', '--no-cache');
    expect(checked).toMatchObject({ code: 0 });
    expectShown('proviso', ['check', 'examples'], checked);
    const text = readFileSync(SPEC, 'utf8');
    expect(analysed(text).diagnostics.filter(({ severity }) => severity !== 'hint')).toEqual([]);
    expect(format(SPEC, text).text).toBe(text);
  });

  test.concurrent('a client that is stopped between the check of its lease and the write does no harm with fencing', async () => {
    const driven = await harness(...drive(paused, 'fenced'));
    expect(driven).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Client#2 wrote this') });
    expectShown('lock-service', drive(paused, 'fenced'), driven);
    const fenced = await proviso(...conform('fenced', 'Fenced'));
    expect(fenced).toMatchObject({ code: 0, out: expect.stringContaining('conforms to LockedFile under Fenced: 21 events') });
  });

  test.concurrent('without, it destroys what was written, and the event and the pause are named', async () => {
    const driven = await harness(...drive(paused, 'unfenced', '--no-fencing'));
    expect(driven).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Client#1 wrote this') });
    expectShown('lock-service', drive(paused, 'unfenced', '--no-fencing'), driven);
    const calls = [conform('unfenced', 'Unfenced'), conform('unfenced', 'Fenced')];
    const [unfenced, fenced] = await Promise.all(calls.map((words) => proviso(...words)));
    expect(unfenced).toMatchObject({ code: 1 });
    expect(unfenced.out).toMatch(/client-1\.jsonl:7: this comes next in its log\n\n {4}\{"time":\d+,"event":"resume"\}\n/);
    expect(steady(unfenced.out)).toContain(
      'An explanation needs\n  - pause Client <= N, where Unfenced has pause Client <= 1: then all 21 events are explained\n',
    );
    expect(fenced).toMatchObject({ code: 1 });
    expect(fenced.out).toMatch(/storage\.jsonl:3: this event is not explained\n/);
    expect(fenced.out).toContain('Storage receives Write(token: 1) from Client#1: newest is 2, logged 1');
    expect(fenced.out).toContain('No weaker assumption explains more');
    expectShown('proviso', calls[0], unfenced);
    expectShown('proviso', calls[1], fenced);
    const isLine = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(LOG_SCHEMA, 'utf8')));
    for (const name of readdirSync(at('unfenced')).filter((one) => one.endsWith('.jsonl')))
      for (const line of readFileSync(at(`unfenced/${name}`), 'utf8')
        .trimEnd()
        .split('\n'))
        expect([line, isLine(JSON.parse(line))]).toEqual([line, true]);
    const logged = readFileSync(at('unfenced/client-1.jsonl'), 'utf8').replaceAll(/"time":\d+,/g, '');
    expect(page).toContain(`\`\`\`json\n${logged}\`\`\``);
  });

  test.concurrent.each(slow ? (['SIGTERM', 'SIGINT', 'SIGKILL'] as const) : (['SIGKILL'] as const))(
    'nothing stays when the harness is ended by %s while a client is stopped',
    async (signal) => {
      const child = begin([HARNESS, ...drive(paused, signal)]);
      const folder = at(signal);
      const ended = once(child, 'exit');
      await until(() => logOf(signal, 'client-1').includes('"pause"'));
      expect(running(folder).length).toBeGreaterThan(4);
      child.kill(signal);
      await ended;
      await until(() => running(folder).length === 0);
    },
  );
});

describe.runIf(slow && process.platform === 'linux')('every run of `proviso tests`', () => {
  test.concurrent.each(['Paused', 'Faulty'])('under %s is followed to its end, and conforms', async (assume) => {
    const { files } = await writeTests(assume, assume);
    const driven = await harness(...drive(assume, `${assume}-logs`));
    expect(driven).toMatchObject({ code: 0, err: '' });
    expect(driven.out.match(/followed to its end/g)).toHaveLength(files.length);
    for (const i of files.keys()) expect(await proviso(...conform(`${assume}-logs/run-${i + 1}`, 'Fenced'))).toMatchObject({ code: 0 });
    expect(running(at(`${assume}-logs`))).toEqual([]);
  });
});
