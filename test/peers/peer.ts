/**
 * Models of the same systems in other checkers, written by hand from the rules of the language. A peer's leading comment
 * says which .proviso file states the same system and, for each of its assumption sets, how many states both must reach
 * and which of the peer's constants stand for the assumptions.
 *
 *     proviso: ping-pong.proviso
 *     Lossy: states 31, transitions 52, cut 0, LOSS = 1, LOSS_BUDGET = 1
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Peer {
  readonly file: string;
  readonly tool: 'rumur' | 'spin';
  /** the system in Proviso */
  readonly proviso: string;
  readonly variants: readonly Variant[];
}

/** One assumption set. `constants` are set in the peer in place of what stands there. */
export interface Variant {
  readonly assume: string;
  readonly states: number;
  /** steps that a bound of the search cuts, if reported */
  readonly cut: number | null;
  readonly constants: ReadonlyMap<string, number>;
  /** too large for every run */
  readonly slow: boolean;
}

export interface PeerCount {
  readonly states: number;
  /** rules or options taken, cut steps among them; null where the tool's figure means something else */
  readonly steps: number | null;
}

/** The tools that are missing for this peer. */
export function missingTools(peer: Peer): string[] {
  return [peer.tool, 'gcc'].filter((tool) => spawnSync('which', [tool]).status !== 0);
}

export function readPeer(file: string): Peer {
  const header = leadingComment(readFileSync(file, 'utf8'));
  const proviso = header.find((line) => line.startsWith('proviso:'));
  if (proviso === undefined) throw new Error(`${file}: its leading comment names no .proviso file`);
  return {
    file,
    tool: file.endsWith('.pml') ? 'spin' : 'rumur',
    proviso: join(dirname(file), proviso.slice('proviso:'.length).trim()),
    variants: header.flatMap(readVariant),
  };
}

export function countStates(peer: Peer, variant: Variant): PeerCount {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-peer-'));
  try {
    return peer.tool === 'rumur' ? runRumur(peer, variant, folder) : runSpin(peer, variant, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of a model for Rumur with other values of its constants. */
export function rumurWith(constants: ReadonlyMap<string, number>, file: string): string {
  let text = readFileSync(file, 'utf8');
  for (const [name, value] of constants) {
    const declaration = new RegExp(`^( *${name}: )-?\\d+;`, 'm');
    if (!declaration.test(text)) throw new Error(`${file} declares no constant ${name}`);
    text = text.replace(declaration, `$1${value};`);
  }
  return text;
}

function runRumur(peer: Peer, variant: Variant, folder: string): PeerCount {
  writeFileSync(join(folder, 'model.m'), rumurWith(variant.constants, peer.file));
  const options = ['--quiet', '--deadlock-detection', 'off', '--threads', '1', '--output', 'model.c', 'model.m'];
  execFileSync('rumur', options, { cwd: folder, stdio: 'pipe' });
  execFileSync('gcc', ['-O1', '-w', '-o', 'model', 'model.c', '-lpthread'], { cwd: folder, stdio: 'pipe' });
  const output = spawnSync('./model', { cwd: folder, encoding: 'utf8' }).stdout;
  const figures = /(\d+) states, (\d+) rules fired/.exec(output);
  if (figures === null || !output.includes('No error found')) throw new Error(`${peer.file}, ${variant.assume}:\n${output}`);
  return { states: Number(figures[1]), steps: Number(figures[2]) };
}

function runSpin(peer: Peer, variant: Variant, folder: string): PeerCount {
  const constants = [...variant.constants].map(([name, value]) => `-D${name}=${value}`);
  writeFileSync(join(folder, 'model.pml'), readFileSync(peer.file));
  // without -o1 and -o2 SPIN leaves out of its states what nobody reads
  execFileSync('spin', ['-o1', '-o2', ...constants, '-a', 'model.pml'], { cwd: folder, stdio: 'pipe' });
  const options = ['-O1', '-w', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=1024', '-o', 'model', 'pan.c'];
  execFileSync('gcc', options, { cwd: folder, stdio: 'pipe' });
  const output = spawnSync('./model', ['-E', '-m100000'], { cwd: folder, encoding: 'utf8' }).stdout;
  const states = /(\d+) states, stored/.exec(output);
  if (states === null || !output.includes('errors: 0') || output.includes('too small')) {
    throw new Error(`${peer.file}, ${variant.assume}:\n${output}`);
  }
  return { states: Number(states[1]), steps: null };
}

function leadingComment(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const comment = /^(?:--|\/\/)(.*)$/.exec(line);
    if (comment === null) break;
    lines.push((comment[1] ?? '').trim());
  }
  return lines;
}

function readVariant(line: string): Variant[] {
  const parts = /^(\w+):\s+states (\d+)(.*)$/.exec(line);
  if (parts === null) return [];
  const rest = (parts[3] ?? '').split(',').map((part) => part.trim());
  const cut = rest.map((part) => /^cut (\d+)$/.exec(part)).find((found) => found !== null);
  const constants = rest
    .map((part) => /^(\w+) = (-?\d+)$/.exec(part))
    .flatMap((found) => (found === null ? [] : [[found[1] ?? '', Number(found[2])] as const]));
  return [
    {
      assume: parts[1] ?? '',
      states: Number(parts[2]),
      cut: cut === undefined ? null : Number(cut[1]),
      constants: new Map(constants),
      slow: rest.includes('slow'),
    },
  ];
}
