/** The JSON schema of a run's result, made from its types. `npm run generate` writes it. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('../../', import.meta.url);
export const SCHEMA = fileURLToPath(new URL('schemas/result-1.schema.json', root));

export function resultSchema(): string {
  const schema = createGenerator({
    path: fileURLToPath(new URL('report/src/result/types.ts', root)),
    type: 'RunReport',
    skipTypeCheck: true,
    // Later versions of the same schema add properties.
    additionalProperties: true,
    topRef: false,
  }).createSchema('RunReport');
  const titled = { ...schema, title: 'The result of a run of Proviso, schema version 1' };
  return `${JSON.stringify(titled, null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(SCHEMA, resultSchema());
