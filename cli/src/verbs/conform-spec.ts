/** How `proviso conform` is called. */
import { color, configOptions, constantOption, textOrJson, type VerbSpec } from './spec.ts';

/** Seconds in all, where the call does not say. */
export const CONFORM_SECONDS = 60;

export const conformSpec = {
  words: 'FILE --trace LOG',
  usage: '[FILE] [--trace LOG...] [OPTIONS]',
  summary: 'ask whether what an implementation logged is a run of the system',
  description: `Reads logs (one JSON object on each line, see docs/code.md) and looks for a run of the system under its assumptions that
explains them. What is not logged is free. Where no run does, it says at which event, what was possible instead, and
which assumption would have to give. Several logs are merged by what they say, and not by their clocks.
Without \`--trace\` it asks about the runs that proviso.config.json names: those of FILE, or all.`,
  examples: [
    { call: 'proviso conform lock.proviso --trace run.jsonl', does: 'the system under the assume of its first check' },
    { call: 'proviso conform lock.proviso --assume Paused --trace logs', does: 'one log for each node, in a folder' },
    { call: 'proviso conform', does: 'every run that proviso.config.json names' },
    { call: 'proviso conform lock.proviso --trace run.jsonl --tick 100ms', does: 'a tick of the system is 100 ms of the log' },
  ],
  completes: 'specs',
  options: {
    trace: {
      value: 'LOG',
      completes: 'files',
      multiple: true,
      help: 'a log, or a folder with logs: its files *.jsonl (may be given several times)',
    },
    only: { value: 'NAME', completes: 'nothing', help: 'of the runs that proviso.config.json names, this one' },
    mapping: {
      value: 'FILE',
      completes: 'files',
      help: 'the logs are spans of OpenTelemetry (JSON of OTLP), and this file says which events they are',
    },
    assume: { value: 'NAME', completes: 'nothing', help: 'under this assume (otherwise that of the first check of the system)' },
    system: { value: 'NAME', completes: 'nothing', help: 'this system, where the file has several' },
    ...constantOption,
    tick: {
      value: 'TIME',
      completes: 'nothing',
      help: 'how long a tick is in the logs: 100ms, 2s (otherwise only the order of events counts)',
    },
    'clock-error': {
      value: 'TIME',
      completes: 'nothing',
      help: 'with --tick: how far the clocks of the logs are off, at most (otherwise 0)',
    },
    follow: {
      help: 'go on reading while the logs grow, until an event is not explained',
    },
    weaken: { negative: true, help: 'do not ask which assumption would have to give' },
    run: { help: 'the whole run that explains the logs, or comes furthest' },
    timeout: {
      value: 'SECONDS',
      completes: 'nothing',
      help: `at most so long in all (otherwise ${CONFORM_SECONDS}; with --follow without limit)`,
    },
    'max-memory': { value: 'MIB', completes: 'nothing', help: 'at most so much memory for the search, in MiB (otherwise 1,024)' },
    ...configOptions,
    ...textOrJson,
    color,
  },
  config: 'conform',
  exitCodes: true,
  run: async (call, script) =>
    (await import('../check/supervise.ts')).supervise(
      'conform',
      call,
      script,
      // Each run of a configuration has its own time.
      call.options.follow === true
        ? Number.POSITIVE_INFINITY
        : CONFORM_SECONDS * (call.options.trace === undefined ? (call.named?.length ?? 1) : 1),
    ),
} satisfies VerbSpec;
