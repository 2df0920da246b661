/** Node's modules in the bundle: what is called is theirs, and what is no function is refused when it is bundled. */
import { constants } from 'node:fs';
import { sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { expect, test } from 'vitest';

const path = new URL('../../cli/builtins.mjs', import.meta.url).href;
const { builtinsRequired, builtinsWhenCalled } = (await import(path)) as Readonly<
  Record<'builtinsRequired' | 'builtinsWhenCalled', Plugin>
>;

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.' },
    ...{ bundle: true, platform: 'node', format: 'esm', write: false, logLevel: 'silent', plugins: [builtinsRequired, builtinsWhenCalled] },
  });
  return outputFiles[0].text;
}

test('a function is that of the module', async () => {
  const text = await bundled("import { existsSync } from 'node:fs'; export const isThere = (path) => existsSync(path);");
  const { isThere } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  expect([isThere('package.json'), isThere('no such file')]).toEqual([true, false]);
});

test('what is required is the module, with all that it has', async () => {
  const text = await bundled("module.exports = [require('node:fs').constants.R_OK, require('path').sep];");
  const { default: exported } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  expect(exported).toEqual([constants.R_OK, sep]);
});

test('the process is the global one, without an import that reads all that it has', async () => {
  const text = await bundled("import process from 'node:process'; export const same = process === globalThis.process;");
  expect(text).not.toContain('node:process');
  expect(await import(`data:text/javascript,${encodeURIComponent(text)}`)).toMatchObject({ same: true });
});

test.each([
  "import { constants } from 'node:fs'; console.log(constants);",
  "import * as fs from 'node:fs'; console.log(fs.constants);",
  "import { promises } from 'node:fs'; console.log(promises);",
  "import { Stats } from 'node:fs'; console.log(Stats);",
  "import os from 'node:os'; console.log(os);",
])('%s is refused', async (text) => {
  await expect(bundled(text)).rejects.toThrow(/No matching export|will always be undefined/);
});
