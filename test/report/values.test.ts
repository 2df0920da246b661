import { expect, test } from 'vitest';
import type { Model, Type, Value } from '#checker';
import { formatMessage, formatValue } from '#report';
import { valueText } from '../../report/src/words/steps.ts';

const model = {
  instances: [{ name: 'Server' }, { name: 'Client#1' }, { name: 'Client#2' }],
  messages: [
    { name: 'Pong', fields: [] },
    { name: 'Write', fields: [{ name: 'token', type: { kind: 'int', lo: 0, hi: 3, limit: null } }] },
  ],
} as unknown as Model;

const int: Type = { kind: 'int', lo: 0, hi: 9, limit: null };
const client: Type = { kind: 'node', roles: [1], instances: [1, 2] };
const phase: Type = { kind: 'enum', name: 'Phase', members: ['idle', 'busy'] };
const stamp: Type = {
  kind: 'struct',
  name: 'Stamp',
  fields: [
    { name: 'time', type: int },
    { name: 'by', type: client },
  ],
};

test.each<[Type, Value, string]>([
  [{ kind: 'bool' }, true, 'true'],
  [int, 3, '3'],
  [phase, 1, 'busy'],
  [client, 2, 'Client#2'],
  [{ kind: 'optional', of: client }, null, 'none'],
  [{ kind: 'optional', of: client }, 1, 'Client#1'],
  [stamp, [2, 1], 'Stamp(time: 2, by: Client#1)'],
  [{ kind: 'set', of: client }, [1, 2], '{Client#1, Client#2}'],
  [{ kind: 'set', of: client }, [], '{}'],
  [{ kind: 'list', of: int, max: 3 }, [1, 0], '[1, 0]'],
  [{ kind: 'map', key: client, value: phase }, [0, 1], '{Client#1: idle, Client#2: busy}'],
])('%o %o', (type, value, text) => {
  expect(formatValue(type, value, model)).toBe(text);
});

test('messages and variables', () => {
  expect(formatMessage({ message: 0, fields: [] }, model)).toBe('Pong');
  expect(formatMessage({ message: 1, fields: [2] }, model)).toBe('Write(token: 2)');
  expect(valueText({ name: 'granted', value: 'false' })).toBe('not granted');
  expect(valueText({ name: 'holder', value: 'Client#1' })).toBe('holder Client#1');
});
