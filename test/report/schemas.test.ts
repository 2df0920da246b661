/** The schemas that are published are those of the types. One file for all: the whole program is read once. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  CONFIG_SCHEMA,
  CONFORM_SCHEMA,
  configSchema,
  conformSchema,
  LOG_SCHEMA,
  logSchema,
  PROVISOS_SCHEMA,
  provisosSchema,
  resultSchema,
  SCHEMA,
  SPANS_SCHEMA,
  spansSchema,
  TESTS_SCHEMA,
  testsSchema,
} from '../support/schema.ts';

test('the schemas are those of the types', () => {
  const made = [
    [SCHEMA, resultSchema()],
    [PROVISOS_SCHEMA, provisosSchema()],
    [CONFORM_SCHEMA, conformSchema()],
    [LOG_SCHEMA, logSchema()],
    [SPANS_SCHEMA, spansSchema()],
    [TESTS_SCHEMA, testsSchema()],
    [CONFIG_SCHEMA, configSchema()],
  ];
  for (const [file, schema] of made) expect(readFileSync(file, 'utf8'), 'npm run generate').toBe(schema);
});
