/** The host of the playground sends files of its folder and nothing else, and stands whatever it is asked for. */
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { serveFolder } from '../../playground/static-host.ts';

/** `path`: as it is sent, which no client that reads addresses would do. */
function statusOf(address: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(address, { path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}

test('it sends what is there, and of the rest says that it is not', async () => {
  const host = await serveFolder(new URL('../../playground/page/', import.meta.url));
  const status = (path: string) => statusOf(host.address, path);
  expect(await Promise.all(['/', '//', '/index.html?from=here', '/page.css'].map(status))).toEqual([200, 200, 200, 200]);
  const outside = ['/../../client/extension/images/icon.svg', '/%2e%2e/%2e%2e/client/extension/images/icon.svg'];
  const strange = [...outside, '//[', 'http://[/index.html', '/a%2Findex.html', '/%00.html', '/%zz.html'];
  expect(await Promise.all(strange.map(status))).toEqual(strange.map(() => 404));
  expect(await status('/')).toBe(200);
  await host.close();
});
