/** Formats around `proviso conform`: spans of OpenTelemetry, and the schemas of what is read and written. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, expect, test } from 'vitest';
import { CONFORM_SCHEMA, LOG_SCHEMA } from '../support/schema.ts';
import { ASK, conform, DONE, GOT, GRANT, HEADER, LEASE, type Line, RENEW, RETRY, SENT, text, ticks } from './lease-logs.ts';
import { proviso, removeFolders } from './proviso.ts';

afterAll(removeFolders);

test('spans of OpenTelemetry, with a mapping', () => {
  const string = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const span = (name: string, start: number, end: number, attributes: Line[], events: Line[] = []) => {
    const nano = (milliseconds: number) => `17000000000${String(milliseconds).padStart(2, '0')}000000`;
    const timed = events.map((event) => ({ ...event, timeUnixNano: nano(end) }));
    return { name, spanId: `${name}-1`, startTimeUnixNano: nano(start), endTimeUnixNano: nano(end), attributes, events: timed };
  };
  const request = (name: string, ...spans: Line[]) => ({
    resourceSpans: [{ resource: { attributes: [string('service.name', name)] }, scopeSpans: [{ spans }] }],
  });
  const token = (n: number) => ({ key: 'token', value: { intValue: String(n) } });
  // Written as each span ends, the last one first.
  const spans = (granted: number) =>
    text(
      request('Service', span('serve', 20, 30, [string('worker', '1'), token(granted)])),
      request('Worker#1', span('goes on', 50, 50, [token(1)]), span('renew', 10, 40, [], [{ name: 'granted', attributes: [] }])),
    );
  const mapping = {
    complete: ['act', 'send'],
    rules: [
      { span: 'renew', event: 'act', node: '{resource:service.name}', action: 'ask' },
      { span: 'renew', event: 'send', node: '{resource:service.name}', message: 'Renew' },
      { span: 'serve', event: 'receive', node: 'Service', message: 'Renew', from: 'Worker#{worker}' },
      {
        span: 'serve',
        at: 'end',
        event: 'send',
        node: 'Service',
        message: 'Granted',
        fields: { grant: { token: '{token}', to: '{nobody}' } },
      },
      { spanEvent: 'granted', event: 'receive', node: '{resource:service.name}', message: 'Granted' },
      { span: 'goes on', event: 'resume', node: '{resource:service.name}', state: { mine: '{token}' } },
    ],
  };
  const given = (granted: number, rules: Line = mapping) => {
    const files = { 'lease.proviso': LEASE, 'spans.json': spans(granted), 'map.json': JSON.stringify(rules) };
    return proviso(['conform', 'lease.proviso', '--trace', 'spans.json', '--mapping', 'map.json', '--no-weaken'], files);
  };
  expect(given(1)).toMatchObject({ code: 0, out: expect.stringContaining('conforms to Lease under Calm: 6 events') });
  const wrong = given(2);
  expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('spans.json:1: ') });
  expect(wrong.out).toContain('"span":"serve serve-1"');
  expect(given(1, { rules: [{ event: 'act' }] }).err).toContain('map.json: rule 1 has to have either `span` or `spanEvent`');
  expect(given(1, { rules: [{ span: 'none', event: 'act' }] }).err).toContain('No rule of the mapping fits');
  expect(given(1, { rules: [{ span: 'renew', event: 'act', action: 'ask' }] }).out).toContain('spans.json:2: error: `node` is missing');
});

test('answers and logs are valid by the schemas that are published', () => {
  const ajv = new Ajv({ strict: false });
  const [isAnswer, isLine] = [CONFORM_SCHEMA, LOG_SCHEMA].map((file) => ajv.compile(JSON.parse(readFileSync(file, 'utf8'))));
  const lines = [HEADER, ASK, SENT, RENEW, GRANT, ticks(2), GOT, DONE];
  for (const line of lines) expect([line, isLine(line)]).toEqual([line, true]);
  expect(isLine({ event: 'send', node: 'Service' })).toBe(false);
  const broken = text(HEADER, ASK, SENT, ticks(4), RETRY);
  for (const log of [broken, '{}']) {
    isAnswer(JSON.parse(conform({ 'run.jsonl': log }, '--format', 'json').out));
    expect(isAnswer.errors).toBe(null);
  }
});
