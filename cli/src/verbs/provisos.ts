/** `proviso provisos FILE`: which assumptions the properties of a file really need. */
import { constantsUnder, type ProvisosAnswer, type ProvisosOptions, provisos, reduceFrom, thresholds } from '#checker';
import type { Span } from '#grammar';
import {
  answerReport,
  counterexampleTable,
  differenceText,
  matrixOf,
  matrixText,
  type ProvisosTextOptions,
  plural,
  provisosText,
  type Style,
  type Texts,
  thresholdsReport,
  thresholdsText,
  traceRows,
} from '#report';
import type { Call } from '../call.ts';
import { type CheckHost, plainHost } from '../check/host.ts';
import { threadsOf } from '../check/threads.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { many, type Read, readCall, type Subject, type Swept } from '../provisos/call.ts';
import { Found } from '../provisos/found.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

/** A search that goes on. */
interface Session {
  readonly call: Call;
  readonly terminal: Terminal;
  readonly read: Read;
  readonly found: Found;
  readonly options: ProvisosOptions;
  readonly answers: ProvisosAnswer[];
  /** what is found so far is kept */
  readonly keep: () => void;
}

export async function findProvisos(call: Call, host: CheckHost = plainHost): Promise<ExitCode> {
  const { device, interrupt, script } = host;
  const terminal = openTerminal({ color: call.options.color !== false, quiet: false }, device);
  const read = readCall(call, terminal);
  if (typeof read === 'number') return read;
  const found = new Found(terminal, read.requested, read);
  const codes: ExitCode[] = [];
  if ('analysis' in read) {
    const now = () => performance.now();
    const end = now() + read.seconds * 1000;
    const options: ProvisosOptions = {
      ...read.words,
      now,
      slice: 60,
      maxStates: read.maxStates,
      timeout: read.seconds * 1000,
      stop: () => (interrupt.happened() ? 'interrupted' : now() < end ? null : `the ${read.seconds} s given are used up`),
      joint: call.options.joint === true || call.options.matrix === true || read.before !== null,
      search: { threads: threadsOf(script, null), reduceFrom },
      ...(many(call.options.property).length > 0 ? { properties: many(call.options.property) } : {}),
    };
    const keep = () => host.keep({ ...found.will(), open: 1, found: [], codes });
    const session: Session = { call, terminal, read, found, options, keep, answers: [] };
    keep();
    for (const subject of read.subjects) {
      codes.push(await (read.swept === null ? one(session, subject) : fitted(session, subject, read.swept)));
      if (interrupt.happened()) break;
    }
    if (read.before !== null) codes.push(await compared(session, read.before));
    else if (call.options.matrix === true) found.say((layout) => matrixText(matrixOf(session.answers), layout));
  } else codes.push(exitCodes.wrongInput);
  if (!found.end(interrupt.happened())) codes.push(exitCodes.unwritten);
  return interrupt.code() ?? worst(codes);
}

async function one({ call, terminal, read, found, options, keep, answers }: Session, { system, assume }: Subject): Promise<ExitCode> {
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
  const isSummed = call.options.matrix === true || read.before !== null;
  const [all, traces] = [call.options.all === true, call.options.traces === true];
  let begin = performance.now();
  let code: ExitCode = exitCodes.fine;
  for (const event of events) {
    switch (event.kind) {
      case 'progress':
        await shown(terminal, assume, event);
        break;
      case 'answer': {
        const { answer } = event;
        const milliseconds = performance.now() - begin;
        answers.push(answer);
        found.answer(answerReport(answer, milliseconds, texts), (layout) =>
          isSummed
            ? []
            : [...provisosText(answer, { ...layout, all, milliseconds, ...(traces ? { run: runIn(texts, layout.style) } : {}) }), ''],
        );
        keep();
        begin = performance.now();
        if (isOpen(answer)) code = exitCodes.undecided;
        break;
      }
      case 'refused': {
        const { property, why } = event;
        found.refused({ property, system, assume, why }, ({ style }) =>
          isSummed
            ? []
            : [
                why === 'reachable'
                  ? `${style.strong(`${property} of ${system}`)} is \`reachable\`: no assumption is needed for what can happen.\n`
                  : `${style.strong(`${property} of ${system}`)} asks what nodes know, which hangs on every run: nothing follows from one set for another.\n`,
              ],
        );
        break;
      }
      case 'row':
        break;
      default:
        event satisfies never;
    }
  }
  return code;
}

/** Searches the file as it was from the same sets, and says what differs. */
async function compared(session: Session, { revision, analysis, texts }: NonNullable<Read['before']>): Promise<ExitCode> {
  const { terminal, read, found, options, answers } = session;
  const before: ProvisosAnswer[] = [];
  for (const { system, assume } of read.subjects) {
    if (!analysis.systems.has(system) || !analysis.assumes.has(assume)) continue;
    const known = constantsUnder(analysis, system, assume);
    const constants = new Map([...read.constants].filter(([name]) => known.has(name)));
    for (const event of provisos(analysis, system, assume, constants, options) ?? []) {
      if (event.kind === 'progress') await shown(terminal, `${assume} of ${revision}`, event);
      else if (event.kind === 'answer') before.push(event.answer);
    }
  }
  found.compared({ revision, answers: before.map((answer) => answerReport(answer, 0, texts)) }, (layout) =>
    differenceText(before, answers, { ...layout, revision }),
  );
  return before.some(isOpen) ? exitCodes.undecided : exitCodes.fine;
}

async function fitted({ terminal, read, found, options, keep }: Session, { system, assume }: Subject, swept: Swept): Promise<ExitCode> {
  const { analysis, constants } = read;
  const known = constantsUnder(analysis, system, assume);
  if (!known.has(swept.name)) return exitCodes.fine;
  const overrides = new Map([...constants].filter(([name]) => known.has(name)));
  let begin = performance.now();
  let code: ExitCode = exitCodes.fine;
  for (const event of thresholds(analysis, system, assume, overrides, swept, options)) {
    if (event.kind === 'progress') {
      await shown(terminal, assume, event);
      continue;
    }
    const { answer } = event;
    const milliseconds = performance.now() - begin;
    found.thresholds(thresholdsReport(answer, milliseconds), (layout) => [...thresholdsText(answer, { ...layout, milliseconds }), '']);
    keep();
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

async function shown(terminal: Terminal, assume: string, { property, checks, states }: Progress): Promise<void> {
  terminal.progress(`${property} from ${assume}: ${plural(checks, 'check')}, ${plural(states, 'state')}`);
  // A moment in which Ctrl-C is heard.
  await new Promise(setImmediate);
}

function isOpen({ stopped, joint, rows, assumed }: ProvisosAnswer): boolean {
  const isUnsettled = rows.some(({ effect }) => effect.kind === 'not settled');
  return stopped !== null || assumed === 'open' || isUnsettled || (joint !== null && joint.open.length > 0);
}
