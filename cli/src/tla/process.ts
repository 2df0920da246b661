/** Runs TLC: alone, or as a server with processes of workers. Nothing that it starts outlives it, unless it is killed outright. */
import { type ChildProcess, spawn } from 'node:child_process';
import { hostname } from 'node:os';
import process from 'node:process';
import { type TlcEvent, TlcReader } from '#export';
import type { Java } from './java.ts';

export interface TlcCall {
  readonly java: Java;
  /** where the modules and the configuration are; Java runs there, and TLC's own files go there too */
  readonly folder: string;
  readonly module: string;
  readonly config: string;
  /** null: as many as cores */
  readonly threads: number | null;
  /** where workers run; null: TLC alone */
  readonly hosts: readonly string[] | null;
}

export interface TlcListener {
  readonly event: (event: TlcEvent) => void;
  /** a line about the run itself: what to start on other machines, a worker that was lost */
  readonly say: (line: string) => void;
}

/** `lines`: the last that TLC wrote besides its messages. */
export interface TlcEnd {
  readonly code: number | null;
  readonly lines: readonly string[];
  /** what ended it before its time, in a sentence */
  readonly problem: string | null;
}

const ALONE = 'tlc2.TLC';
const SERVER = 'tlc2.tool.distributed.TLCServer';
const WORKER = 'tlc2.tool.distributed.TLCWorker';
/** Milliseconds between asking a process to end and ending it. */
const GRACE = 2000;
const KEPT_LINES = 20;

/** Everything that runs now. */
const running = new Set<ChildProcess>();

/** Ends all that was started. */
export function endAll(): void {
  for (const child of running) end(child);
}

function end(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE).unref();
}

// However this process comes to its end, nothing stays behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function start({ java, folder }: TlcCall, main: string, more: readonly string[], words: readonly string[]): ChildProcess {
  const flags = ['-XX:+UseParallelGC', '-Djava.io.tmpdir=.', ...more, '-cp', java.jar, main];
  const child = spawn(java.java, [...flags, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  child.on('close', () => running.delete(child));
  return child;
}

export async function runTlc(call: TlcCall, { event, say }: TlcListener): Promise<TlcEnd> {
  const { module, config, threads, hosts } = call;
  // Of a server what the configuration says of deadlocks is not enough.
  const words = ['-tool', '-deadlock', '-metadir', 'states', '-config', config];
  if (hosts === null) return await heard(start(call, ALONE, [], [...words, '-workers', String(threads ?? 'auto'), `${module}.tla`]), event);
  const here = hosts.filter(isHere);
  const elsewhere = hosts.filter((host) => !isHere(host));
  const own = elsewhere.length === 0 ? '127.0.0.1' : hostname();
  const naming = [`-Djava.rmi.server.hostname=${own}`];
  const server = start(call, SERVER, naming, [...words, `${module}.tla`]);
  for (const host of elsewhere) say(`on ${host}, start: java -Djava.rmi.server.hostname=${host} -cp tla2tools.jar ${WORKER} ${own}`);
  const count = threads === null ? [] : [`-Dtlc2.tool.distributed.TLCWorker.threadCount=${threads}`];
  const workers = here.map(() => start(call, WORKER, [...naming, ...count], [own]));
  let lost = 0;
  let problem: string | null = null;
  const ended = heard(server, event);
  for (const worker of workers) {
    // Bounds that are reached are told where they are found.
    void heard(worker, (one) => (one.kind === 'cut' ? event(one) : undefined)).then(({ code }) => {
      // The server sends its workers home when it is done.
      if (code === 0 || server.exitCode !== null || server.signalCode !== null) return;
      lost++;
      if (lost < workers.length || elsewhere.length > 0) say('a process of workers was lost; TLC goes on with the others');
      else {
        problem = 'every process of workers was lost';
        end(server);
      }
    });
  }
  const done = await ended;
  for (const worker of workers) end(worker);
  return { ...done, problem: problem ?? done.problem };
}

export function isHere(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1';
}

async function heard(child: ChildProcess, event: (event: TlcEvent) => void): Promise<TlcEnd> {
  const reader = new TlcReader();
  const lines: string[] = [];
  const keep = (piece: string) => {
    lines.push(...piece.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('@!@!@')));
    lines.splice(0, lines.length - KEPT_LINES);
  };
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    keep(piece);
    for (const one of reader.read(piece)) event(one);
  });
  child.stderr?.setEncoding('utf8').on('data', keep);
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      lines.push(error.message);
      resolve(null);
    });
    child.on('close', (status) => resolve(status));
  });
  return { code, lines, problem: problemIn(lines.join('\n')) };
}

/** What is wrong outside of the model, where it is known. */
function problemIn(text: string): string | null {
  if (/Could not find or load main class|NoClassDefFoundError|Invalid or corrupt jarfile/.test(text)) return 'this jar does not hold TLC';
  if (/UnsupportedClassVersionError/.test(text)) return 'this jar needs a newer Java';
  if (/Port already in use|java\.net\.BindException|ExportException/.test(text))
    return 'the port of the server (10997) is taken: another run of TLC may be using it';
  if (/OutOfMemoryError/.test(text)) return 'Java ran out of memory';
  return null;
}
