/** Logs as the server reads them, and which a configuration names for a specification. */
import { type NamedLogs, namedLogsIn } from '#checker';
import type { NamedText } from '../checks/messages.ts';
import type { Files, ReadFiles } from '../host/host.ts';
import { LARGEST_LOG } from '../host/reading.ts';

export interface LogTexts {
  readonly logs: readonly NamedText[];
  readonly mapping: NamedText | null;
}

/** As they are now, or why they cannot be read. What has not arrived yet is waited for. */
export async function logTexts(files: Files, logs: readonly string[], mapping: string | null): Promise<LogTexts | string> {
  const paths = [...logs, ...(mapping === null ? [] : [mapping])];
  for (const path of paths) files.outdated(path);
  const contents = () => paths.map((path) => files.read(path, LARGEST_LOG));
  let read = contents();
  while (await files.settled()) read = contents();
  const names = namesOf(paths.map((path) => files.uriOf(path)));
  const texts: NamedText[] = [];
  for (const [i, content] of read.entries()) {
    if ('problem' in content) return `${names[i]}: ${content.problem}`;
    texts.push({ name: names[i], text: content.text });
  }
  return { logs: texts.slice(0, logs.length), mapping: texts[logs.length] ?? null };
}

/** The last part of each, and so much more that they differ. */
export function namesOf(uris: readonly string[]): string[] {
  const parts = uris.map((uri) => decoded(uri).split('/'));
  const most = Math.max(...parts.map(({ length }) => length));
  for (let count = 1; count < most; count++) {
    const names = parts.map((one) => one.slice(-count).join('/'));
    if (new Set(names).size === names.length) return names;
  }
  return parts.map((one) => one.join('/'));
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return uri;
  }
}

/** A run of an implementation that a configuration names for a specification; files by their paths. */
export interface NamedRun {
  readonly named: NamedLogs;
  readonly logs: readonly string[];
  readonly mapping: string | null;
}

export const CONFIG_NAME = 'proviso.config.json';

/** Those of the nearest configuration from the specification upwards, not beyond `folder`. What leads out of the configuration's folder is left out. */
export function namedRunsOf(files: ReadFiles, spec: string, folder: string): NamedRun[] {
  for (let up = ''; up.length < MOST_UP; up += '../') {
    const config = files.resolve(spec, `${up}${CONFIG_NAME}`);
    if (config === null || !files.isInside(folder, config)) return [];
    const content = files.read(config);
    if ('problem' in content) continue;
    const within = files.folderOf(config);
    return namedLogsIn(content.text).flatMap((named): NamedRun[] => {
      const [own, mapping = null, ...logs] = [named.spec, named.mapping ?? null, ...named.logs].map((path) =>
        path === null ? null : files.resolve(config, path),
      );
      const paths = [...logs, ...(named.mapping === undefined ? [] : [mapping])];
      if (own !== spec || paths.some((path) => path === null || !files.isInside(within, path))) return [];
      return [{ named, logs: logs.filter((path) => path !== null), mapping }];
    });
  }
  return [];
}

/** Folders are not nested more deeply. */
const MOST_UP = 3 * 64;
