/**
 * Standard output and standard error. They are written to at once, so that nothing that was said is lost however the process
 * ends. A reader that goes away (`proviso check | head`) is no error: what follows is dropped. Where an answer cannot be
 * written, as on a full disk, that is said once, and it decides the exit code.
 */
import { fstatSync, writeSync } from 'node:fs';
import process from 'node:process';
import { type ExitCode, exitCodes, worst } from './exit.ts';

export type Stream = 'out' | 'err';

/** What is known of where the streams lead: plain data. */
export interface Streams {
  readonly outColumns: number | null;
  readonly errColumns: number | null;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
}

export interface Device extends Streams {
  write(stream: Stream, text: string): void;
}

const DESCRIPTORS: Readonly<Record<Stream, number>> = { out: 1, err: 2 };

export function streamsOfProcess(): Streams {
  const out = mayBeTerminal('out') ? process.stdout : null;
  const err = mayBeTerminal('err') ? process.stderr : null;
  return {
    outColumns: out?.columns ?? null,
    errColumns: err?.columns ?? null,
    outIsTerminal: out?.isTTY === true,
    errIsTerminal: err?.isTTY === true,
  };
}

/** Node loads a twentieth of what a small check takes to make a stream of either. A pipe and a file are no character devices, which terminals are; elsewhere Node knows. */
function mayBeTerminal(stream: Stream): boolean {
  if (process.platform === 'win32') return true;
  try {
    return fstatSync(DESCRIPTORS[stream]).isCharacterDevice();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return true;
  }
}

/** Milliseconds until a reader that is behind is tried again. */
const WAIT = 5;

/** streams that nobody reads any more, or that cannot be written */
const closed = new Set<Stream>();
let unwritten = false;

export const device: Device = { ...streamsOfProcess(), write };

/** The exit code, with what became of the answer. */
export function exitCode(code: ExitCode): ExitCode {
  return unwritten ? worst([code, exitCodes.unwritten]) : code;
}

function write(stream: Stream, text: string): void {
  if (closed.has(stream)) return;
  try {
    writeAll(DESCRIPTORS[stream], Buffer.from(text));
  } catch (error) {
    closed.add(stream);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'EPIPE' || stream === 'err') return;
    unwritten = true;
    write('err', `proviso: the answer cannot be written: ${message}\n`);
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT);
    }
  }
}
