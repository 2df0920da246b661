/** `proviso provisos FILE`: which assumptions the properties of a file really need. */
import { constantsUnder, type ProvisosAnswer, type ProvisosOptions, provisos, reduceFrom, thresholds } from '#checker';
import type { Span } from '#grammar';
import {
  answerReport,
  answersText,
  counterexampleTable,
  differenceText,
  matrixOf,
  matrixText,
  type ProvisosTextOptions,
  plural,
  provisosText,
  REFUSALS,
  type Style,
  type Texts,
  thresholdsReport,
  thresholdsText,
  traceRows,
} from '#report';
import { type Call, many } from '../call.ts';
import { openCache } from '../check/cache.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { threadsOf } from '../check/threads.ts';
import { REASON } from '../check/will.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { type Read, readCall, type Swept } from '../provisos/call.ts';
import { Found, type Lines } from '../provisos/found.ts';
import { moment, type PointThreads, threadsBeside } from '../provisos/point-threads.ts';
import type { Subject } from '../subjects.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

/** A search that goes on. */
interface Session {
  readonly call: Call;
  readonly terminal: Terminal;
  readonly read: Read;
  readonly found: Found;
  readonly options: ProvisosOptions;
  readonly answers: ProvisosAnswer[];
  /** what is found so far is kept, and what is known of the answer that is looked for */
  readonly keep: (soFar: ProvisosAnswer | null) => void;
  /** threads that answer questions before they are asked; null where there are none */
  readonly beside: PointThreads | null;
}

/** What is known is kept at least so often, in milliseconds. */
const KEEP = 500;

export async function findProvisos(call: Call, host: CheckHost = plainHost): Promise<ExitCode> {
  const { device, interrupt, script } = host;
  const terminal = openTerminal({ color: call.options.color !== false, quiet: false }, device);
  const read = readCall(call, terminal);
  if (typeof read === 'number') return read;
  const found = new Found(terminal, read.requested, read);
  const codes: ExitCode[] = [];
  if ('analysis' in read) {
    const now = () => performance.now();
    const begun = now();
    const whole = begun + read.seconds * 1000;
    // Half of the time is for the file as it was.
    let end = read.before === null ? whole : begun + read.seconds * 500;
    const properties = many(call, 'property');
    const cache = openCache(call);
    const beside = threadsBeside(host, read.threads, read.maxMemory !== undefined);
    const options: ProvisosOptions = {
      ...read.words,
      now,
      slice: 60,
      maxStates: read.maxStates,
      maxMemory: read.maxMemory,
      timeout: read.seconds * 1000,
      stop: () => (interrupt.happened() ? 'interrupted' : now() < end ? null : `the ${read.seconds} s given are used up`),
      joint: call.options.joint === true || call.options.matrix === true || read.before !== null,
      search: { threads: threadsOf(script, read.threads, beside), reduceFrom },
      ...(beside === null ? {} : { ahead: beside }),
      ...(cache === null ? {} : { cache, remembersOpen: true }),
      ...(properties.length > 0 ? { properties } : {}),
    };
    const answers: ProvisosAnswer[] = [];
    const keep: Session['keep'] = (soFar) => {
      const answer = soFar === null ? null : answerReport(soFar, now() - begun, read.texts);
      const lines = (layout: Layout) => pendingText(call, read, answers, soFar, layout);
      host.keep?.({ ...found.will({ answer, lines }), open: 1, found: [], codes });
    };
    const session: Session = { call, terminal, read, found, options, keep, answers, beside };
    keep(null);
    for (const subject of read.subjects) {
      codes.push(await (read.swept === null ? one(session, subject) : fitted(session, subject, read.swept)));
      if (interrupt.happened()) break;
    }
    if (read.before !== null && !interrupt.happened()) {
      end = whole;
      codes.push(await compared(session, read.before));
    } else if (isSummed(call, read)) found.say((layout) => pendingText(call, read, answers, null, layout));
    beside?.end();
    cache?.close();
  } else codes.push(exitCodes.wrongInput);
  if (!found.end(interrupt.happened())) codes.push(exitCodes.unwritten);
  return interrupt.code() ?? worst(codes);
}

type Layout = Parameters<Lines>[0];

/** The answers are shown together, at the end. */
function isSummed({ options }: Call, { before }: Read): boolean {
  return options.matrix === true || before !== null;
}

/** What is not written yet: of answers that are shown together all of them, each on its own line where there is nothing to compare them with. */
function pendingText(call: Call, read: Read, answers: readonly ProvisosAnswer[], soFar: ProvisosAnswer | null, layout: Layout): string[] {
  const all = soFar === null ? answers : [...answers, soFar];
  if (all.length === 0) return [];
  if (call.options.matrix === true) return matrixText(matrixOf(all), layout);
  if (read.before !== null) return answersText(all, layout);
  return soFar === null ? [] : [...provisosText(soFar, { ...layout, all: call.options.all === true, milliseconds: null }), ''];
}

async function one(session: Session, { system, assume }: Subject): Promise<ExitCode> {
  const { call, terminal, read, found, options, keep, answers } = session;
  const { analysis, constants, texts } = read;
  const known = constantsUnder(analysis, system, assume);
  const overrides = new Map([...constants].filter(([name]) => known.has(name)));
  const events = provisos(analysis, system, assume, overrides, options);
  if (events === null) {
    terminal.complain(
      `proviso: ${system} under ${assume} is no model that can be searched${overrides.size > 0 ? ' with these constants' : ''}.`,
    );
    return exitCodes.wrongInput;
  }
  const summed = isSummed(call, read);
  const [all, traces] = [call.options.all === true, call.options.traces === true];
  let begin = performance.now();
  let kept = begin;
  let code: ExitCode = exitCodes.fine;
  for (const event of events) {
    switch (event.kind) {
      case 'progress':
        if (performance.now() - kept > KEEP) {
          keep(event.soFar(REASON));
          kept = performance.now();
        }
        await shown(session, assume, event);
        break;
      case 'answer': {
        const { answer } = event;
        const milliseconds = performance.now() - begin;
        answers.push(answer);
        found.answer(answerReport(answer, milliseconds, texts), (layout) =>
          summed
            ? []
            : [...provisosText(answer, { ...layout, all, milliseconds, ...(traces ? { run: runIn(texts, layout.style) } : {}) }), ''],
        );
        keep(null);
        begin = performance.now();
        if (isOpen(answer)) code = exitCodes.undecided;
        break;
      }
      case 'refused': {
        const { property, why } = event;
        found.refused({ property, system, assume, why }, ({ style }) =>
          summed ? [] : [`${style.strong(`${property} of ${system}`)} has no provisos: ${REFUSALS[why]}.\n`],
        );
        break;
      }
      case 'row':
        keep(event.soFar(REASON));
        break;
      default:
        event satisfies never;
    }
  }
  return code;
}

/** Searches the file as it was from the same sets, and says what differs. */
async function compared(session: Session, { revision, analysis, texts }: NonNullable<Read['before']>): Promise<ExitCode> {
  const { read, found, options, answers } = session;
  const before: ProvisosAnswer[] = [];
  for (const { system, assume } of read.subjects) {
    if (!analysis.systems.has(system) || !analysis.assumes.has(assume)) continue;
    const known = constantsUnder(analysis, system, assume);
    const constants = new Map([...read.constants].filter(([name]) => known.has(name)));
    for (const event of provisos(analysis, system, assume, constants, options) ?? []) {
      if (event.kind === 'progress') await shown(session, `${assume} of ${revision}`, event);
      else if (event.kind === 'answer') before.push(event.answer);
    }
  }
  found.compared({ revision, answers: before.map((answer) => answerReport(answer, 0, texts)) }, (layout) =>
    differenceText(before, answers, { ...layout, revision }),
  );
  return before.some(isOpen) ? exitCodes.undecided : exitCodes.fine;
}

async function fitted(session: Session, { system, assume }: Subject, swept: Swept): Promise<ExitCode> {
  const { read, found, options, keep } = session;
  const { analysis, constants } = read;
  const known = constantsUnder(analysis, system, assume);
  if (!known.has(swept.name)) return exitCodes.fine;
  const overrides = new Map([...constants].filter(([name]) => known.has(name)));
  let begin = performance.now();
  let code: ExitCode = exitCodes.fine;
  for (const event of thresholds(analysis, system, assume, overrides, swept, options)) {
    if (event.kind === 'progress') {
      await shown(session, assume, event);
      continue;
    }
    const { answer } = event;
    const milliseconds = performance.now() - begin;
    found.thresholds(thresholdsReport(answer, milliseconds), (layout) => [...thresholdsText(answer, { ...layout, milliseconds }), '']);
    keep(null);
    begin = performance.now();
    if (answer.stopped !== null || answer.open > 0) code = exitCodes.undecided;
  }
  return code;
}

function runIn(texts: Texts, style: Style): NonNullable<ProvisosTextOptions['run']> {
  return ({ verdict, model }, columns) => {
    const source = ({ file, start, end }: Span) => texts(file)?.slice(start, end) ?? null;
    const rows = traceRows({ model, trace: verdict.trace, source }, verdict);
    return [...counterexampleTable(rows, model.timing.time, { style, columns }), ''];
  };
}

interface Progress {
  readonly property: string;
  readonly checks: number;
  readonly states: number;
}

async function shown({ terminal, beside }: Session, assume: string, { property, checks, states }: Progress): Promise<void> {
  terminal.progress(`${property} from ${assume}: ${plural(checks, 'check')}, ${plural(states, 'state')}`);
  await moment(beside);
}

function isOpen({ stopped, joint, rows, assumed, loweredTo }: ProvisosAnswer): boolean {
  const isUnsettled = rows.some(({ effect }) => effect.kind === 'not settled');
  return stopped !== null || assumed === 'open' || isUnsettled || loweredTo !== null || (joint !== null && joint.open.length > 0);
}
