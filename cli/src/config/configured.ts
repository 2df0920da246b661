/**
 * A call with what a configuration adds to it. What that names is inside its own folder: a folder of specs from elsewhere writes nowhere
 * else, and reads nothing else.
 */
import { existsSync, globSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type NamedLogs, nameOfLogs } from '#checker';
import { type Call, many, type NamedCall } from '../call.ts';
import { isInside, readText, shown } from '../files.ts';
import type { ConfigSection } from '../verbs/spec.ts';
import { isProblem, parseConfig } from './read.ts';
import type { CheckConfig, Config, ProvisosConfig } from './types.ts';

export interface Problem {
  readonly problem: string;
}

/** `section`: whose options the verb has; null where it has none of them. */
export function configured(call: Call, path: string, section: ConfigSection | null): Call | Problem {
  const content = readText(path);
  if ('problem' in content) return { problem: `${shown(path)}: ${content.problem}` };
  const config = parseConfig(content.text);
  if (isProblem(config)) return { problem: `${shown(path)}:${config.line}:${config.column}: ${config.message}` };
  const folder = dirname(resolve(path));
  const outside = outsideOf(folder, config);
  if (outside !== null) return { problem: `${shown(path)}: \`${outside}\` is outside the folder of this file` };
  if (section === 'conform') return { ...call, named: (config.conform ?? []).map((one) => namedCall(call, one, folder)) };
  return {
    ...withFiles(call, config, folder),
    options: section === null ? call.options : withOptions(call, config[section] ?? {}, folder),
  };
}

function withFiles(call: Call, { files, exclude = [] }: Config, folder: string): Call {
  const words = call.words.length > 0 || files === undefined ? call.words : files.map((file) => shown(resolve(folder, file)));
  const left = exclude.length === 0 ? [] : globSync(exclude, { cwd: folder }).map((path) => resolve(folder, path));
  return { ...call, words, ...(left.length > 0 ? { exclude: left } : {}) };
}

/** What the command line says wins. */
function namedCall(call: Call, named: NamedLogs, folder: string): NamedCall {
  const { options } = call;
  const { spec, logs, mapping, system, assume, tick, clockError, constants = {} } = named;
  const texts = {
    system,
    assume,
    tick,
    'clock-error': clockError,
    mapping: mapping === undefined ? undefined : shown(resolve(folder, mapping)),
  };
  const given = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
  const set = [...Object.entries(constants).map(([name, value]) => `${name}=${value}`), ...many(call, 'set')];
  const trace = logs.map((log) => shown(resolve(folder, log)));
  const whole = resolve(folder, spec);
  return { name: nameOfLogs(named), spec: whole, call: { words: [shown(whole)], options: { ...given, ...options, set, trace } } };
}

function withOptions({ options }: Call, given: CheckConfig & ProvisosConfig, folder: string): Call['options'] {
  const { timeout, searchTimeout, maxStates, maxMemory, threads, format, cache, cacheFolder } = given;
  const numbers = { timeout, 'search-timeout': searchTimeout, 'max-states': maxStates, 'max-memory': maxMemory, threads };
  const added: Record<string, string | boolean | string[]> = {};
  for (const [name, value] of Object.entries(numbers)) if (value !== undefined) added[name] = String(value);
  if (format !== undefined) added.format = format.map((word) => inFolder(word, folder));
  if (cache !== undefined) added.cache = cache;
  if (cacheFolder !== undefined) added['cache-folder'] = resolve(folder, cacheFolder);
  // A folder that is named on the command line is meant to be used.
  if (options['cache-folder'] !== undefined) delete added.cache;
  return { ...added, ...options };
}

/** "junit=out.xml" with the file in the folder. */
function inFolder(format: string, folder: string): string {
  const equals = format.indexOf('=');
  return equals < 0 ? format : `${format.slice(0, equals + 1)}${resolve(folder, format.slice(equals + 1))}`;
}

/** A pattern may have its `..` in braces. */
const LEADS_UP = /\.\.(?=[/\\,}|)]|$)/;

/** The first path that leads out of the folder, or null. */
function outsideOf(folder: string, { files = [], exclude = [], check, provisos, conform = [] }: Config): string | null {
  const written = [...(check?.format ?? []), ...(provisos?.format ?? [])].flatMap((word) =>
    word.includes('=') ? [word.slice(word.indexOf('=') + 1)] : [],
  );
  const logged = conform.flatMap(({ spec, logs, mapping }) => [spec, ...logs, ...(mapping === undefined ? [] : [mapping])]);
  const paths = [...files, ...exclude, ...written, ...(check?.cacheFolder === undefined ? [] : [check.cacheFolder]), ...logged];
  return paths.find((path) => LEADS_UP.test(path) || !isInside(realpathSync(folder), real(resolve(folder, path)))) ?? null;
}

/** Where it is once links are followed, as far as it is there. */
function real(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return above === path ? path : join(real(above), path.slice(above.length));
}
