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
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { format } from '#grammar';
import { commandLine } from '../cli/proviso.ts';
import { slow } from '../random/run.ts';
import { analysed } from '../support/spec.ts';

const SPEC = 'examples/lock-service/lock-service.proviso';
const HARNESS = 'examples/lock-service/harness/main.ts';
/** Only processes of this test have it in their command lines. */
const FOLDER = mkdtempSync(join(tmpdir(), 'proviso-lock-service-'));
/** So long, in milliseconds, that a busy machine does in time what is to be done within a tick. */
const TICK = 500;

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

const proviso = (...words: string[]) => said([...commandLine, ...words]);
const at = (name: string) => join(FOLDER, name);

function harness(run: string, out: string, ...more: string[]): string[] {
  return [HARNESS, '--run', at(run), '--out', at(out), '--tick', String(TICK), ...more];
}

function conform(logs: string, assume: string): Promise<Said> {
  return proviso('conform', SPEC, '--assume', assume, '--tick', `${TICK}ms`, '--trace', at(logs));
}

/** Runs for tests under this assume, in a folder of its name; the name of the run that meets a goal. */
async function writeTests(assume: string): Promise<{ readonly files: string[]; readonly meets: (goal: string) => string }> {
  expect(await proviso('tests', SPEC, '--assume', assume, '--property', 'InTime', '--out', at(assume))).toMatchObject({ code: 0 });
  const { goals, runs } = JSON.parse(readFileSync(at(`${assume}/tests.json`), 'utf8'));
  const files = runs.map(({ file }: { file: string }) => `${assume}/${file}`);
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
  for (const end = performance.now() + 20_000; !isSo(); await sleep(20))
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
    paused = (await writeTests('Paused')).meets('InTime is violated');
  });

  test.concurrent('its spec holds what it says', async () => {
    expect(await proviso('check', 'examples')).toMatchObject({ code: 0, out: expect.stringContaining('2 checks: 18 as expected') });
    const text = readFileSync(SPEC, 'utf8');
    expect(analysed(text).diagnostics.filter(({ severity }) => severity !== 'hint')).toEqual([]);
    expect(format(SPEC, text).text).toBe(text);
  });

  test.concurrent('a client that is stopped between the check of its lease and the write does no harm with fencing', async () => {
    expect(await said(harness(paused, 'fenced'))).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Client#2 wrote this') });
    expect(await conform('fenced', 'Fenced')).toMatchObject({
      code: 0,
      out: expect.stringContaining('conforms to LockedFile under Fenced: 21 events'),
    });
  });

  test.concurrent('without, it destroys what was written, and the event and the pause are named', async () => {
    expect(await said(harness(paused, 'unfenced', '--no-fencing'))).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Client#1 wrote this'),
    });
    const [unfenced, fenced] = await Promise.all([conform('unfenced', 'Unfenced'), conform('unfenced', 'Fenced')]);
    expect(unfenced).toMatchObject({ code: 1, err: '' });
    expect(unfenced.out).toMatch(/client-1\.jsonl:7: this comes next in its log\n\n {4}\{"time":\d+,"event":"resume"\}\n/);
    expect(unfenced.out).toMatch(
      /An explanation needs\n {2}- pause Client <= [234], where Unfenced has pause Client <= 1: then all 21 events are explained\n/,
    );
    expect(fenced).toMatchObject({ code: 1, err: '' });
    expect(fenced.out).toMatch(/storage\.jsonl:3: this event is not explained\n/);
    expect(fenced.out).toContain('Storage receives Write(token: 1) from Client#1: newest is 2, logged 1');
    expect(fenced.out).toContain('No weaker assumption explains more');
  });

  test.concurrent.each(slow ? (['SIGTERM', 'SIGINT', 'SIGKILL'] as const) : (['SIGKILL'] as const))(
    'nothing stays when the harness is ended by %s while a client is stopped',
    async (signal) => {
      const child = begin(harness(paused, signal));
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
  test.each(['Paused', 'Faulty'])('under %s is followed to its end, and conforms', async (assume) => {
    const { files } = await writeTests(assume);
    await Promise.all(
      files.map(async (run, i) => {
        expect(await said(harness(run, `${assume}-${i}`))).toMatchObject({ code: 0, err: '' });
        expect(await conform(`${assume}-${i}`, 'Fenced')).toMatchObject({ code: 0 });
      }),
    );
    expect(running(FOLDER)).toEqual([]);
  });
});
