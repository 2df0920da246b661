/** Every format over every sample, with verdicts that are expected, unexpected and undecided, is valid by the schema of those who read it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { analyse, type Budgets, campaign, load, runToEnd, unlimited } from '#checker';
import { Baseline, type FormatName, formatNames, type KnownFailure } from '#report';
import { slow, todays } from '../random/run.ts';
import { contradicted, json, type Told, written } from '../support/formats.ts';
import { wrongInJson, wrongInJunit, wrongInSarif } from '../support/valid.ts';

const root = join(import.meta.dirname, '../..');

const samples = join(root, 'samples');
const every = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.proviso'));
/** A fourteenth of the samples in the ordinary run, a sixth each day in the slow one, all in the long one. */
const files = slow ? todays(every, 6) : every.filter((_, i) => i % 14 === 0);

/** Names, texts and paths with what means something to a terminal, to markup and to GitHub. */
const HOSTILE = `// <script>alert(1)</script>
system Hostile {
  /// \u001b[31m<img src=x onerror=alert(1)> ::error::owned \u202e
  node A { n: 0..3 = 0  action up when n < 3 or n == 3 and "<b>" == "::set-output" { n += 1 } }
  safety Low: never (A.n == 2) // \`\`\` | @everyone #1
}
assume Plain { timing async }
check Plain { Low holds }
check Missing { }
\u0000\u001b]0;title\u0007 ::warning file=x::y
`;

/** What means something to markup, to a terminal, to GitHub or to a format, and characters of all kinds. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '</text></svg>',
      '" onload="alert(1)',
      "' x='",
      ']]>',
      '-->',
      '&lt;',
      '&#0;',
    ],
    ...['\u001b[31m', '\u001b]0;t\u0007', '\u009b2J', '\u202e', '\u2066', '\r', '\n', '\u0000', '\ud800', '\uFEFF', '\u2028'],
    ...['::error::x', '\n::set-output name=a::b', '##[group]', '%0A', '@everyone', '#1', '```', '`', '|', '\n\n# x', '- [ ] y', '\\'],
    ...['{0}', '{{', '}', '[a](1)', '[a](javascript:alert(1))', '](', 'javascript:', 'a é', '../x', '#a?b', 'C:\\x'],
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const hostile = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const hostileDocument = fc
  .record({
    path: hostile.map((name) => `${name}.proviso`),
    comment: hostile,
    mistake: fc.option(hostile),
    message: hostile.map((words) => `not read ${words}`),
    known: fc.option(fc.record({ file: hostile, question: hostile, expected: hostile, verdict: hostile })),
  })
  .map((parts) => {
    const comment = parts.comment.replaceAll(/[\r\n\u2028\u2029]/g, ' ');
    const text = `${HOSTILE.split('check Missing')[0].replace('/// ', `/// ${comment}`).replace(' and "<b>" == "::set-output"', '')}\n${parts.mistake ?? ''}`;
    const known = parts.known === null ? null : baseline([parts.known], parts.known.file);
    return { ...told(text, parts.path), unreadable: [{ file: parts.path, message: parts.message }], known };
  });
const seed = 1;

/** All that is unexpected is known, and these are gone. */
function baseline(gone: readonly KnownFailure[], file: string): Baseline {
  return new Baseline(file, gone, true);
}

function told(text: string, path = 'spec.proviso', statistics = true): Told {
  const loaded = load(path, text, () => ({ problem: 'nothing to import', details: {} }));
  const analysis = analyse(loaded);
  const budgets: Budgets = (searches) => ({ ...unlimited(searches), budget: { maxStates: 300 } });
  const blame = text === HOSTILE ? 'always' : 'never';
  const checks = runToEnd(campaign(analysis.checks, { now: () => 0, blame, statistics, budgets }));
  return { checks, text, path, diagnostics: [...loaded.diagnostics, ...analysis.diagnostics] };
}

const documents: { readonly file: string; readonly told: Told }[] = [];

beforeAll(() => {
  for (const file of files) {
    // How a search grows is worked out by searches of its own, so of a few samples.
    const one = told(readFileSync(join(samples, file), 'utf8'), undefined, documents.length < 6);
    const wrong = { ...one, checks: contradicted(one.checks) };
    documents.push({ file, told: one }, { file: `${file}, contradicted`, told: wrong });
    if (documents.length <= 6) documents.push({ file: `${file}, known`, told: { ...wrong, known: baseline([], 'known.json') } });
  }
  documents.push({ file: 'a hostile one', told: told(HOSTILE) }, { file: 'an empty one', told: told('') });
  for (const [i, one] of fc.sample(hostileDocument, { seed, numRuns: slow ? 400 : 40 }).entries())
    documents.push({ file: `hostile ${i} of seed ${seed}`, told: one });
}, 120_000);

const texts = new Map<FormatName, { readonly file: string; readonly text: string }[]>();

function all(format: FormatName) {
  const known = texts.get(format) ?? documents.map(({ file, told }) => ({ file, text: written(format, told) }));
  texts.set(format, known);
  return known;
}

test('there are verdicts of every standing', () => {
  const standings = documents.flatMap((one) => json(one.told).checks.flatMap((check) => check.properties.flatMap((p) => p.outcomes)));
  expect(new Set(standings.map(({ standing }) => standing))).toEqual(new Set(['expected', 'unexpected', 'undecided', 'known']));
});

test('json is valid', () => {
  for (const { file, text } of all('json')) expect([file, wrongInJson(JSON.parse(text))]).toEqual([file, null]);
});

test('sarif is valid', () => {
  let flows = 0;
  for (const { file, text } of all('sarif')) {
    const log = JSON.parse(text);
    expect([file, wrongInSarif(log)]).toEqual([file, null]);
    for (const result of log.runs[0].results) {
      expect(result.partialFingerprints['proviso/v1']).not.toBe('');
      flows += result.codeFlows?.length ?? 0;
      expect(log.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toContain(result.ruleId);
    }
    const prints = log.runs[0].results.map((one: { partialFingerprints: Record<string, string> }) => one.partialFingerprints['proviso/v1']);
    expect([file, prints.length - new Set(prints).size]).toEqual([file, 0]);
  }
  expect(flows).toBeGreaterThan(30);
});

test('no message of sarif has a placeholder or a link', () => {
  for (const { file, text } of all('sarif')) {
    const messages: string[] = [];
    JSON.parse(text, (key, value) => {
      if (key === 'text') messages.push(value);
      return value;
    });
    for (const message of messages) {
      const plain = message
        .replaceAll(/\\[[\]\\]/g, '')
        .replaceAll('{{', '')
        .replaceAll('}}', '');
      expect([file, message, /[{}]|\]\(/.exec(plain)?.[0]]).toEqual([file, message, undefined]);
    }
  }
});

test('junit is valid by the schema of Jenkins', { timeout: 60_000 }, async () => {
  expect(await wrongInJunit(all('junit'))).toBe(null);
});

test('junit counts what json counts', () => {
  for (const { file, told } of documents) {
    const { summary, diagnostics, unreadable } = json(told);
    const head = /<testsuites [^>]*>/.exec(written('junit', told))![0];
    const [, tests, failures, errors] = /tests="(\d+)" failures="(\d+)" errors="(\d+)"/.exec(head)!.map(Number);
    const mistakes = unreadable.length + diagnostics.filter(({ severity }) => severity === 'error').length;
    expect([file, failures + errors]).toEqual([file, summary.unexpected + summary.undecided + mistakes]);
    const all = summary.expected + summary.unexpected + summary.known + summary.undecided + summary.unchecked;
    expect([file, tests]).toEqual([file, all + mistakes]);
  }
});

test('annotations for GitHub stand on a line each, and nothing else looks like one', () => {
  for (const { file, text } of all('github')) {
    for (const line of text.split('\n').filter((one) => /^\s*(::|##\[)/.test(one))) {
      expect([file, line]).toEqual([
        file,
        expect.stringMatching(
          /^::(error|warning|notice) file=[^:,]+(,line=\d+,endLine=\d+)?(,col=\d+,endColumn=\d+)?,title=[^:,]+::[^\r\n]+$/,
        ),
      ]);
    }
  }
});

test('nothing of a text is markup on the page', () => {
  const allowed =
    /<\/?(?:html|head|meta|title|style|body|header|h[1-4]|p|span|main|section|ul|li|code|br|article|div|table|thead|tbody|tr|th|td|details|summary|svg|g|rect|line|path|circle|polygon|text)(?: [a-z0-9-]+="[^"<>]*"| open)*\/?>|<!doctype html>/giu;
  for (const { file, text } of all('html')) {
    const body = text.replace(/<style>[\s\S]*?<\/style>/, '').replace(allowed, '');
    expect([file, /.{0,80}[<>].{0,80}/.exec(body)?.[0]]).toEqual([file, undefined]);
    for (const [tag] of text.matchAll(allowed))
      expect([file, tag]).toEqual([file, expect.not.stringMatching(/ (on\w+|href|src|action|style)=/i)]);
  }
});

test('what every format writes is text that a terminal can be shown', () => {
  for (const format of formatNames) {
    for (const { file, text } of all(format)) {
      expect([format, file, /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.exec(text.replace(/[\n\t]/g, ''))?.index]).toEqual([
        format,
        file,
        undefined,
      ]);
      expect([format, file, /\[object \w+\]|\bundefined\b|\bNaN\b/.exec(text)?.[0]]).toEqual([format, file, undefined]);
    }
  }
});

test('in Markdown nothing is a mention, a link to an issue, or the end of its block', () => {
  for (const { file, text } of all('markdown')) {
    let fence: string | null = null;
    for (const line of text.split('\n')) {
      const ticks = /^(`{3,})(text)?$/.exec(line);
      if (fence === null && ticks?.[2] === 'text') fence = ticks[1];
      else if (fence !== null && ticks?.[1] === fence) fence = null;
      else if (fence === null) {
        expect([file, /<(?!\/?(details|summary|sub)>)/.exec(line.replace(/(`+).*?\1/g, ''))?.input]).toEqual([file, undefined]);
        expect([file, /[@](?!\u200b)\w|\w#\d/.exec(line.replace(/(`+).*?\1/g, ''))?.[0]]).toEqual([file, undefined]);
      }
    }
    expect([file, fence]).toEqual([file, null]);
  }
});
