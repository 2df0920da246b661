/** One asker, two answerers: calls, a pause inside a loop, sets, maps, lists, optionals, choices, ghosts, keyed timers. */
import type { Model } from '#checker';
import { span } from './models.ts';
import * as z from './zoo.ts';

const B = z.nodes(1, [1, 2]);
const small = z.int(0, 2);
const limited = z.int(0, 2, 'Small');
const setB = z.setOf(B);
const log = z.list(small, 2);
const both = z.constant(setB, [1, 2]);
const stamp = {
  kind: 'struct',
  name: 'Stamp',
  fields: [
    { name: 'n', type: small },
    { name: 'by', type: z.optional(B) },
  ],
} as const;

const locals = [
  { name: 'b', type: B },
  { name: 'rest', type: setB },
  { name: 'r', type: B },
  { name: 'who', type: B },
  { name: 'y', type: small },
  { name: 'x', type: small },
  { name: 'element', type: small },
  { name: 'chosen', type: small },
  { name: 'q', type: B },
  { name: 'key', type: B },
].map((l) => ({ ...l, span }));

const [acks, n, last, ages, log1, mark] = [setB, small, z.optional(B), z.map(B, small), log, stamp];
const readN = z.variable(n, 1);

export function quorum(more: Partial<Model>, options: { timers?: boolean; limit?: boolean; lists?: boolean } = {}): Model {
  const type = options.limit ? limited : small;
  const raised = z.convert(type, z.plus(z.int(1, 3), readN, z.constant(z.int(1, 1), 1)));
  const asker: z.RoleParts = {
    count: 1,
    calls: ['c'],
    variables: [
      z.declared(acks, []),
      z.declared(options.limit ? limited : n, 0, { durable: true }),
      z.declared(last, null),
      z.declared(ages, [0, 0]),
      z.declared(log1, []),
      z.declared(mark, [0, null]),
      z.declared(small, 0, { ghost: true }),
    ],
    timers: options.timers ? [{ name: 't', key: B, hasHandler: true, isRead: true, maxDuration: 2, span }] : [],
    actions: [
      z.action(0, z.binary('<', readN, z.constant(small, 2)), [
        z.assign(1, raised),
        z.stmt({ kind: 'broadcast', message: 0, args: [z.convert(small, readN)], to: both, call: 0 }),
        z.stmt({
          ...{ kind: 'for', local: 0, from: both, where: null, rest: 1 },
          body: [
            z.stmt({ kind: 'pause', point: 0 }),
            z.stmt({
              kind: 'assign',
              target: {
                variable: { kind: 'own', variable: 3 },
                path: [{ kind: 'key', key: z.local(B, 0), in: ages }],
                type: small,
              },
              value: z.convert(
                small,
                z.expr(small, {
                  op: 'min',
                  args: [
                    z.constant(small, 2),
                    z.plus(z.int(1, 3), z.expr(small, { op: 'lookup', of: z.variable(ages, 3), key: z.local(B, 0) }), z.constant(small, 1)),
                  ],
                }),
              ),
            }),
            ...(options.timers
              ? [
                  z.stmt({
                    kind: 'start' as const,
                    timer: 0,
                    key: z.local(B, 0),
                    duration: z.plus(z.int(1, 2), z.constant(z.int(1, 1), 1), z.constant(z.int(0, 1), 0)),
                  }),
                ]
              : []),
          ],
        }),
      ]),
    ],
    handlers: [
      z.on(
        1,
        z.message(1, { fields: [3, 4], from: 2, call: 0 }),
        z.expr(z.bool, { op: 'not', of: z.expr(z.bool, { op: 'in', element: z.local(B, 2), of: z.variable(acks, 0) }) }),
        [
          z.assign(
            0,
            z.expr(setB, { op: 'union', left: z.variable(acks, 0), right: z.expr(setB, { op: 'setOf', elements: [z.local(B, 2)] }) }),
          ),
          z.assign(2, z.convert(last, z.local(B, 3))),
          ...(options.lists
            ? [
                z.assign(
                  4,
                  z.convert(
                    log,
                    z.expr(z.list(small, 3), {
                      op: 'concat',
                      left: z.variable(log, 4),
                      right: z.expr(z.list(small, 1), { op: 'listOf', elements: [z.local(small, 4)] }),
                    }),
                  ),
                ),
              ]
            : []),
          z.stmt({
            kind: 'assign',
            target: { variable: { kind: 'own', variable: 5 }, path: [{ kind: 'field', field: 0, in: stamp }], type: small },
            value: z.local(small, 4),
          }),
          z.stmt({ kind: 'ghost', body: [z.assign(6, z.expr(small, { op: 'varOf', node: z.local(B, 3), role: 1, variable: 0 }))] }),
        ],
      ),
      ...(options.timers
        ? [
            z.on(5, { kind: 'timer', timer: 0, key: 9 }, null, [
              z.stmt({
                kind: 'if',
                cond: z.binary(
                  '<',
                  z.expr(z.int(0, 2), { op: 'left', node: null, role: 0, timer: 0, key: z.constant(B, 2) }),
                  z.constant(small, 1),
                ),
                then: [z.stmt({ kind: 'send', message: 0, args: [z.constant(small, 0)], to: z.local(B, 9), call: null })],
                else: [],
              }),
            ]),
          ]
        : []),
    ],
  };
  const answerer: z.RoleParts = {
    count: 2,
    variables: [z.declared(small, 0, { durable: true }), z.declared(z.bool, false)],
    handlers: [
      z.on(2, z.message(0, { fields: [5] }), z.binary('<=', z.variable(small, 0), z.local(small, 5)), [
        z.assign(0, z.local(small, 5)),
        z.stmt({
          kind: 'choose',
          local: 7,
          element: 6,
          from: z.constant(z.setOf(small), [0, 1, 2]),
          where: z.binary('<=', z.local(small, 6), z.local(small, 5)),
          random: false,
        }),
        z.stmt({ kind: 'reply', message: 1, args: [z.expr(B, { op: 'self' }), z.local(small, 7)] }),
      ]),
      z.on(3, { kind: 'restart' }, null, [z.assign(1, z.constant(z.bool, true))]),
    ],
    actions: [],
  };
  return z.model([asker, answerer], {
    messages: [
      { name: 'Ask', fields: [{ name: 'x', type: small }], span },
      {
        name: 'Answer',
        fields: [
          { name: 'who', type: B },
          { name: 'y', type: small },
        ],
        span,
      },
    ],
    locals,
    pausePoints: [{ role: 0, saves: [0, 1], span }],
    ...more,
  });
}
