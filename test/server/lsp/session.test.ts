/** Sessions as an editor has them, with the server that is shipped: open, look, fix, watch the verdict change. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CancellationTokenSource, type CodeLens, type WorkspaceEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { RunByHandAnswer, SaveScenarioAnswer, WhatIfAnswer } from '#server';
import { LARGE } from '../../large.ts';
import { bundled } from './bundled.ts';
import type { Client } from './client.ts';
import { dyingServer } from './dying.ts';
import { servers } from './servers.ts';

const { start, folderWith } = servers();

const COUNTER = `/// Counts up.
system Counter {
  const MOST = 3
  node Server {
    n: 0..9 = 0
    action count when n < MOST { n += 1 }
  }
  safety Small: always Server.n <= 2
}

assume Calm { timing async }
check Calm { Small holds }
`;

const URI = 'file:///specs/counter.proviso';

test('a broken property is fixed, and the verdict changes', async () => {
  const client = await start();
  await client.open(URI, COUNTER);
  await client.until(() => client.statuses.get(URI)?.state === 'broken', 'a broken property');
  await client.replace(URI, 'MOST = 3', 'MOST = 2');
  await client.until(() => client.statuses.get(URI)?.state === 'ok', 'a verdict as expected');
  expect(client.statuses.get(URI)?.text).toBe('1 verdict as expected');
});

test('the same, forked and spoken to as VS Code does it', async () => {
  const client = await start({ ...bundled.forked });
  await client.open(URI, COUNTER);
  await client.until(() => client.statuses.get(URI)?.state === 'broken', 'a broken property');
  await client.replace(URI, 'MOST = 3', 'MOST = 2');
  await client.until(() => client.statuses.get(URI)?.state === 'ok', 'a verdict as expected');
});

test('what can happen is asked at a moment, a step is chosen, and the run saved as a scenario by an edit', async () => {
  const client = await start();
  await client.open(URI, COUNTER);
  await client.until(() => client.statuses.get(URI)?.state === 'broken', 'a broken property');
  const about = { uri: URI, system: 'Counter', property: 'Small', under: 'Calm' };
  const { whatIf } = await client.request<WhatIfAnswer>('proviso/whatIf', { ...about, path: null, moment: 2 });
  expect(whatIf?.enabled.map(({ steps }) => steps[0].text)).toEqual(['count']);
  const path = { ...whatIf!.path, steps: [...whatIf!.path.steps, whatIf!.enabled[0].number] };
  const { run } = await client.request<RunByHandAnswer>('proviso/runByHand', { ...about, path });
  expect(run?.findings.map(({ moment, text }) => `${moment}: ${text}`)).toEqual(['3: Small is violated']);
  const edits: WorkspaceEdit[] = [];
  client.connection.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
    edits.push(edit);
    return { applied: true };
  });
  const { saved } = await client.request<SaveScenarioAnswer>('proviso/saveScenario', { ...about, path, moment: 3 });
  const changed = TextDocument.applyEdits(client.documents.get(URI)!, edits[0].changes![URI]);
  expect(changed.split('\n')[saved!.range.start.line].slice(saved!.range.start.character)).toBe('SmallBreaks {');
  await client.replace(URI, COUNTER, changed);
  const lines = () => client.verdicts.get(URI)?.items.map(({ text }) => text) ?? [];
  await client.until(() => lines().some((text) => text.startsWith('✓ reached')), 'a scenario that is reached');
  await client.replace(URI, 'n += 1', 'n += 2');
  await client.request('proviso/checkFile', { uri: URI });
  const { isOver } = await client.request<RunByHandAnswer>('proviso/runByHand', { ...about, path });
  expect(isOver).toBe(true);
});

test('what colours, helps and hints comes over the wire', async () => {
  const client = await start({ drawsVerdicts: false });
  await client.open(URI, COUNTER);
  await client.until(() => client.statuses.get(URI)?.state === 'broken', 'a broken property');
  const textDocument = { uri: URI };
  const tokens = await client.request<{ data: number[] }>('textDocument/semanticTokens/full', { textDocument });
  expect(tokens.data.length % 5).toBe(0);
  expect(tokens.data.length).toBeGreaterThan(20);
  const end = client.documents.get(URI)!.positionAt(COUNTER.length);
  const range = { start: { line: 0, character: 0 }, end };
  const hints = await client.request<{ label: string }[]>('textDocument/inlayHint', { textDocument, range });
  expect(hints.some(({ label }) => label.includes('✗ breaks in'))).toBe(true);
  const help = await client.ask<{ signatures: { label: string }[] } | null>('textDocument/signatureHelp', URI, 'Counter {');
  expect(help).toBe(null);
  expect(
    await client.request('textDocument/rangeFormatting', { textDocument, range, options: { tabSize: 2, insertSpaces: true } }),
  ).toEqual([]);
});

test('an edit takes the verdict away until the new text is checked', async () => {
  const client = await start({ settings: { check: { delay: 60_000 } } });
  await client.open(URI, COUNTER);
  await client.until(() => client.statuses.get(URI)?.state === 'broken', 'a broken property');
  await client.replace(URI, 'MOST = 3', 'MOST = 2');
  await client.until(() => client.statuses.get(URI)?.state === 'checking', 'a verdict that is on its way');
  await client.replace(URI, 'MOST = 2', 'MOST = 3');
  await client.until(() => client.statuses.get(URI)?.state === 'broken', 'the verdict that was known');
  expect((await client.statistics()).runs).toBe(1);
});

test('an edit ends a large check at once', async () => {
  const client = await start({ settings: { check: { delay: 0, maxStates: 1e9, timeout: 600, maxMemory: 4096 } } });
  await client.open(URI, LARGE);
  await client.until(() => /^checking \w+ under \w+$/.test(client.statuses.get(URI)?.text ?? ''), 'progress');
  const begin = performance.now();
  await client.replace(URI, '0..999', '0..9');
  await client.replace(URI, 'n < 999', 'n < 2');
  await client.replace(URI, 'Server[4]', 'Server[2]');
  await client.until(() => client.statuses.get(URI)?.state === 'ok', 'the verdict of the small one');
  expect(performance.now() - begin).toBeLessThan(3_000);
  expect((await client.statistics()).crashes).toBe(0);
});

describe('a large check that nobody wants any more', () => {
  const begin = async () => {
    const client = await start({ settings: { check: { delay: 0, maxStates: 1e9, timeout: 600, maxMemory: 4096 } } });
    await client.open(URI, LARGE);
    await client.until(() => client.bars.size === 1, 'a bar of its progress');
    return { client, asked: client.checkFile(URI) };
  };
  const end = async (client: Client) => {
    await client.until(() => client.bars.size === 0, 'the end of the bar');
    expect(await client.statistics()).toMatchObject({ pending: false, crashes: 0 });
  };

  test('its file is closed', async () => {
    const { client, asked } = await begin();
    await client.close(URI);
    await asked;
    await end(client);
    expect(client.diagnostics.get(URI)?.items).toEqual([]);
  });

  test('its text has nothing left to check', async () => {
    const { client, asked } = await begin();
    await client.replace(URI, 'check Calm', 'check Calmer');
    expect(await asked).toMatchObject({ state: 'error' });
    await end(client);
  });

  test('who asked for it takes that back', async () => {
    const { client, asked } = await begin();
    const source = new CancellationTokenSource();
    const again = client.connection.sendRequest('proviso/checkFile', { uri: URI }, source.token);
    // A request that is cancelled before it is looked at does nothing: this one is looked at.
    await client.statistics();
    source.cancel();
    expect(await Promise.all([asked, again])).toMatchObject([{ state: 'idle' }, { state: 'idle' }]);
    await end(client);
  });
});

test('a budget of the settings ends a check, and a larger one begins it anew', async () => {
  const client = await start({ settings: { check: { delay: 0, maxStates: 50 } } });
  await client.open(URI, LARGE.replaceAll('999', '5'));
  expect(await client.checkFile(URI)).toMatchObject({ state: 'unknown', text: '1 of 1 verdict undecided' });
  await client.configure({ check: { delay: 0, maxStates: 10_000 } });
  await client.until(() => client.statuses.get(URI)?.state === 'ok', 'an answer within the larger budget');
});

test('time that is used up ends a check', async () => {
  const client = await start({ settings: { check: { delay: 0, maxStates: 1e9, timeout: 0.3, maxMemory: 4096 } } });
  await client.open(URI, LARGE);
  expect(await client.checkFile(URI)).toMatchObject({ state: 'unknown' });
});

test('comments, formatting and other systems do not make a check run again', async () => {
  const client = await start();
  const two = `${COUNTER}\n${COUNTER.replaceAll('Counter', 'Second').replaceAll('Calm', 'Also').replace('check Also', 'check Also of Second')}`;
  await client.open(URI, two.replace('check Calm', 'check Calm of Counter'));
  expect(await client.checkFile(URI)).toMatchObject({ state: 'broken', text: '2 of 2 verdicts unexpected' });
  const before = (await client.statistics()).runs;
  await client.edit(URI, { start: 0, end: 0, text: '// a remark\n\n' });
  await client.replace(URI, 'n: 0..9 = 0', 'n:0..9=0 // starts low');
  await client.replace(URI, '{ n += 1 }', '{\n      n += 1;\n\n    }');
  expect(await client.checkFile(URI)).toMatchObject({ text: '2 of 2 verdicts unexpected' });
  expect((await client.statistics()).runs).toBe(before);
  await client.edit(URI, {
    start: client.text(URI).lastIndexOf('MOST = 3'),
    end: client.text(URI).lastIndexOf('MOST = 3') + 8,
    text: 'MOST = 2',
  });
  expect(await client.checkFile(URI)).toMatchObject({ text: '1 of 2 verdicts unexpected' });
  expect((await client.statistics()).runs).toBe(before + 1);
});

test('a lens names its property, and the place of its name', async () => {
  const client = await start();
  // The same name stands in a comment, and in another system.
  const text = `// safety Small\n${COUNTER}\n${COUNTER.replaceAll('Counter', 'Second').replaceAll('Calm', 'Also').replace('check Also', 'check Also of Second')}`;
  await client.open(URI, text.replace('check Calm', 'check Calm of Counter'));
  await client.checkFile(URI);
  const lenses: CodeLens[] = await client.request('textDocument/codeLens', { textDocument: { uri: URI } });
  const places = lenses.filter(({ command }) => command?.command === 'proviso.showCounterexample').map(({ command }) => command?.arguments);
  const named = [...client.text(URI).matchAll(/^ *safety (?=Small: )/gm)];
  const lineOf = (offset: number) => client.text(URI).slice(0, offset).split('\n').length - 1;
  expect(places).toEqual(
    named.map(({ index, 0: { length } }, i) => [
      { uri: URI, system: ['Counter', 'Second'][i], property: 'Small', position: { line: lineOf(index), character: length } },
    ]),
  );
});

test('a syntax error keeps the verdicts and the lenses of before, in their lines', async () => {
  const client = await start();
  await client.open(URI, COUNTER);
  await client.checkFile(URI);
  const shown = async () => {
    const lenses: CodeLens[] = await client.request('textDocument/codeLens', { textDocument: { uri: URI } });
    return {
      kinds: client.verdicts.get(URI)?.items.map(({ line, kind }) => `${line} ${kind}`),
      lenses: lenses.map(({ range, command }) => `${range.start.line} ${command?.title}`),
    };
  };
  const before = await shown();
  expect(before.kinds).toEqual(['7 bad', '11 bad']);
  await client.replace(URI, '  const MOST = 3', '  // one line more\n  const MOST = ');
  await client.until(() => client.statuses.get(URI)?.state === 'error', 'an error');
  const broken = await shown();
  expect(broken.kinds).toEqual(['8 stale', '12 stale']);
  expect(broken.lenses).toEqual(before.lenses.map((text) => text.replace(/^7/, '8')));
  await client.replace(URI, 'MOST = ', 'MOST = 2');
  await client.until(() => client.statuses.get(URI)?.state === 'ok', 'a verdict as expected');
  expect((await shown()).kinds).toEqual(['8 good', '12 good']);
});

test('what is wrong in one declaration leaves the checks of the others', async () => {
  const client = await start();
  await client.open(URI, COUNTER);
  await client.checkFile(URI);
  await client.edit(URI, { start: COUNTER.length, end: COUNTER.length, text: '\nsystem Other {\n  const = \n}\n' });
  const status = await client.checkFile(URI);
  expect(status.state).toBe('error');
  expect(client.diagnostics.get(URI)?.items.some(({ severity }) => severity === 1)).toBe(true);
});

test('a thread that dies takes its check with it and nothing else, and is reported once', async () => {
  const client = await start({ script: await dyingServer(folderWith({})), words: [] });
  const text = COUNTER.replace('check Calm', 'assume Dies { timing async }\ncheck Dies { Small violated }\ncheck Calm');
  await client.open(URI, text);
  expect(await client.checkFile(URI)).toMatchObject({ state: 'broken', text: '2 of 2 verdicts unexpected' });
  expect(client.messages.map(({ message }) => message)).toEqual([
    'Proviso: the checker stopped unexpectedly on `check Dies`. The other checks continue; see the output for details.',
  ]);
  await client.replace(URI, 'Small violated', 'Small holds');
  await client.replace(URI, 'MOST = 3', 'MOST = 2');
  await client.checkFile(URI);
  expect((await client.statistics()).crashes).toBe(2);
});

describe('imports', () => {
  const MAIN =
    'import "./world.proviso"\n\nsystem Counter {\n  const MOST = 3\n  node Server {\n    n: 0..9 = 0\n    action count when n < MOST { n += 1 }\n  }\n  safety Small: always Server.n <= 2\n}\n\ncheck Calm { Small holds }\n';

  test('are read from the disk, and from the editor where they are open', async () => {
    const folder = folderWith({ 'main.proviso': MAIN, 'world.proviso': 'assume Calm { timing async  MOST = 3 }\n' });
    const client = await start({ folder });
    const [main, world] = ['main', 'world'].map((name) => pathToFileURL(join(folder, `${name}.proviso`)).href);
    await client.open(main, MAIN);
    expect(await client.checkFile(main)).toMatchObject({ state: 'broken' });
    await client.open(world, 'assume Calm { timing async  MOST = 2 }\n');
    await client.until(() => client.statuses.get(main)?.state === 'ok', 'the open text');
    await client.close(world);
    await client.until(() => client.statuses.get(main)?.state === 'broken', 'the text of the disk again');
  });

  test('that change on the disk are looked at again', async () => {
    const folder = folderWith({ 'main.proviso': MAIN });
    const client = await start({ folder });
    const main = pathToFileURL(join(folder, 'main.proviso')).href;
    await client.open(main, MAIN);
    await client.until(() => client.statuses.get(main)?.state === 'error', 'an import that is missing');
    writeFileSync(join(folder, 'world.proviso'), 'assume Calm { timing async  MOST = 2 }\n');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(join(folder, 'world.proviso')).href, type: 1 }],
    });
    await client.until(() => client.statuses.get(main)?.state === 'ok', 'the import that is there now');
  });

  test('stay inside the folder, links followed', async () => {
    const outside = folderWith({ 'secret.proviso': 'assume Calm { timing async  MOST = 2 }\n' });
    const folder = folderWith({});
    symlinkSync(join(outside, 'secret.proviso'), join(folder, 'world.proviso'));
    const client = await start({ folder });
    const main = pathToFileURL(join(folder, 'main.proviso')).href;
    await client.open(main, MAIN);
    await client.until(() => client.diagnostics.get(main)?.items.some(({ code }) => code === 'PV0601') === true, 'a refusal');
    const other = pathToFileURL(join(folder, 'other.proviso')).href;
    await client.open(other, `import "${join(outside, 'secret.proviso')}"\n`);
    await client.until(() => client.diagnostics.get(other)?.items.some(({ code }) => code === 'PV0601') === true, 'a refusal');
  });
});

test('the checks of a whole folder', async () => {
  const folder = folderWith({
    'good.proviso': COUNTER.replace('MOST = 3', 'MOST = 2'),
    'bad.proviso': COUNTER,
    'wrong.proviso': 'system {',
  });
  const client = await start({ folder });
  const { files } = await client.checkWorkspace();
  expect(files.map(({ file, state }) => [file.slice(file.lastIndexOf('/') + 1), state])).toEqual([
    ['bad.proviso', 'broken'],
    ['good.proviso', 'ok'],
    ['wrong.proviso', 'error'],
  ]);
});

test('where checks run only when asked for, saving asks', async () => {
  const client = await start({ settings: { check: { onType: false } } });
  await client.open(URI, COUNTER);
  await client.until(() => client.statuses.get(URI)?.state === 'idle', 'nothing checked');
  await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: URI } });
  await client.until(() => client.statuses.get(URI)?.state === 'broken', 'a verdict');
});

test('the server ends when its client does', async () => {
  const client = await start();
  await client.open(URI, LARGE);
  expect(await client.stop()).toBe(0);
  const orphan = await start();
  orphan.child.stdin!.end();
  await orphan.until(() => orphan.exit !== null, 'the end');
  const forked = await start({ ...bundled.forked });
  await forked.open(URI, LARGE);
  forked.child.disconnect();
  await forked.until(() => forked.exit !== null, 'the end');
});
