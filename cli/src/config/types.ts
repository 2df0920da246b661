/** What may stand in `proviso.config.json`. Its schema, schemas/config-1.schema.json, is made from this. */

import type { NamedLogs } from '#checker';

/** Options of Proviso for the files of a folder and of those below it. The command line wins over them. */
export interface Config {
  /** Where the schema of this file is, for editors. */
  $schema?: string;
  /** Files, folders and patterns that are meant where the command line names none, relative to this file. */
  files?: string[];
  /** Patterns of files and folders that are left out, relative to this file. A file that the command line names is never left out. */
  exclude?: string[];
  /** Options of `proviso check`. */
  check?: CheckConfig;
  /** Options of `proviso provisos`. */
  provisos?: ProvisosConfig;
  /** Runs of an implementation, whose logs `proviso conform` asks about. */
  conform?: NamedLogs[];
}

export interface ProvisosConfig {
  /**
   * At most so many seconds in all.
   * @exclusiveMinimum 0
   */
  timeout?: number;
  /**
   * At most so many states for one assumption set.
   * @exclusiveMinimum 0
   */
  maxStates?: number;
  /**
   * At most so many MiB for the states of a search.
   * @exclusiveMinimum 0
   */
  maxMemory?: number;
  /**
   * How the answer is written, such as "text" or "json=provisos.json". A file has to be inside the folder of this file.
   * @examples [["text", "json=provisos.json"]]
   */
  format?: string[];
}

export interface CheckConfig {
  /**
   * At most so many seconds in all.
   * @exclusiveMinimum 0
   */
  timeout?: number;
  /**
   * At most so many seconds a search.
   * @exclusiveMinimum 0
   */
  searchTimeout?: number;
  /**
   * At most so many states a search.
   * @exclusiveMinimum 0
   */
  maxStates?: number;
  /**
   * At most so many MiB for the states of a search.
   * @exclusiveMinimum 0
   */
  maxMemory?: number;
  /**
   * Threads in all.
   * @exclusiveMinimum 0
   */
  threads?: number;
  /**
   * How the answer is written, such as "text" or "junit=proviso.xml". A file has to be inside the folder of this file.
   * @examples [["text", "junit=proviso.xml"], ["github", "sarif=proviso.sarif"], ["text", "html=proviso.html"]]
   */
  format?: string[];
  /** Whether results are remembered. */
  cache?: boolean;
  /** Where results are remembered: a folder inside that of this file. */
  cacheFolder?: string;
}
