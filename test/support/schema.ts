/** The JSON schemas of what a run of checks and a proviso search write, made from their types. `npm run generate` writes them. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  SchemaGenerator,
} from 'ts-json-schema-generator';

const root = new URL('../../', import.meta.url);
const path = (name: string) => fileURLToPath(new URL(`schemas/${name}`, root));
export const SCHEMA = path('result-1.schema.json');
export const CONFIG_SCHEMA = path('config-1.schema.json');
export const PROVISOS_SCHEMA = path('provisos-1.schema.json');
export const CONFORM_SCHEMA = path('conform-1.schema.json');
export const TESTS_SCHEMA = path('tests-1.schema.json');
export const LOG_SCHEMA = path('log-1.schema.json');
export const SPANS_SCHEMA = path('spans-1.schema.json');

export function resultSchema(): string {
  return schemaOf('RunReport', 'The result of a run of Proviso, schema version 1');
}

export function provisosSchema(): string {
  return schemaOf('ProvisosRun', 'What the proviso search of Proviso found, schema version 1');
}

export function conformSchema(): string {
  return schemaOf('ConformRun', 'Whether logs are those of a run, schema version 1');
}

/** Of one line of what is written, or of `tests.json`. */
export function testsSchema(): string {
  return schemaOf('TestsLine', 'One line of the runs for tests of Proviso, version 1 of the format');
}

/** Of one line of a log. */
export function logSchema(): string {
  return schemaOf('LogLine', 'One line of a log for proviso conform, version 1 of the format');
}

/** Of a mapping of spans. */
export function spansSchema(): string {
  return schemaOf('SpanMapping', 'Which spans of OpenTelemetry are which events of a log for proviso conform');
}

/** Of proviso.config.json. What a version does not know is a mistake there. */
export function configSchema(): string {
  return schemaOf('Config', 'Options of Proviso for a folder of specs, schema version 1', false);
}

/** Where the types are. */
const TYPES =
  '{report/src/result/{types,provisos-types,conform-types,tests-types},checker/src/conform/{log,spans},cli/src/config/types}.ts';

const common: CompletedConfig = {
  ...DEFAULT_CONFIG,
  path: fileURLToPath(new URL('.', root)) + TYPES,
  // The configuration quotes what the checker reads.
  tsconfig: fileURLToPath(new URL('cli/tsconfig.json', root)),
  skipTypeCheck: true,
  topRef: false,
};

let program: ReturnType<typeof createProgram> | null = null;

/** `more`: whether later versions of the same schema add properties. */
function schemaOf(type: string, title: string, more = true): string {
  // Making it takes seconds.
  program ??= createProgram(common);
  const config = { ...common, additionalProperties: more };
  const schema = new SchemaGenerator(program, createParser(program, config), createFormatter(config), config).createSchema(type);
  return `${JSON.stringify({ ...schema, title }, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(SCHEMA, resultSchema());
  writeFileSync(PROVISOS_SCHEMA, provisosSchema());
  writeFileSync(CONFORM_SCHEMA, conformSchema());
  writeFileSync(TESTS_SCHEMA, testsSchema());
  writeFileSync(LOG_SCHEMA, logSchema());
  writeFileSync(SPANS_SCHEMA, spansSchema());
  writeFileSync(CONFIG_SCHEMA, configSchema());
}
