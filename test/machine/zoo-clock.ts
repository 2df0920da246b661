/** Clocks, deferred messages, a pause at the start, values too wide for a code, `any`, assertions, predicates to watch. */
import type { Model, Watch } from '#checker';
import { span } from './models.ts';
import * as z from './zoo.ts';

const Keeper = z.nodes(0, [0]);
const Sender = z.nodes(1, [1, 2]);
const hour = z.int(0, 4);
const wide = z.int(-100, 900);
const log = z.list(wide, 4);
const optionalLog = z.optional(log);
const sent = z.int(0, 2);
const many = z.setOf(z.int(0, 39));
const record = {
  kind: 'struct',
  name: 'Record',
  fields: [
    { name: 'log', type: log },
    { name: 'at', type: hour },
  ],
} as const;

const now = z.expr(hour, { op: 'clock', clock: 0, part: 'now' });
const latest = z.expr(hour, { op: 'clock', clock: 0, part: 'latest' });
const since = z.expr(hour, { op: 'clock', clock: 1, part: 'now' });
const left = z.expr(z.int(0, 2), { op: 'left', node: null, role: 0, timer: 0, key: null });
const n = (value: number, lo = 0, hi = 4) => z.constant(z.int(lo, hi), value);
const logs = z.variable(log, 0);

const keeper: z.RoleParts = {
  count: 1,
  strict: true,
  variables: [
    z.declared(log, []),
    z.declared(z.bool, undefined),
    z.declared(record, [[], 0]),
    z.declared(many, []),
    z.declared(optionalLog, null, { durable: true }),
    z.declared(hour, 0),
  ],
  timers: [
    { name: 't', key: null, hasHandler: false, isRead: true, maxDuration: 2, span },
    { name: 'u', key: null, hasHandler: true, isRead: false, maxDuration: 1, span },
  ],
  defers: [{ message: 0, fields: [null], from: null, call: null, guard: z.binary('>', left, n(0)), span }],
  handlers: [
    z.on(0, { kind: 'start' }, null, [
      z.stmt({ kind: 'start', timer: 0, key: null, duration: n(2, 2, 2) }),
      z.stmt({ kind: 'pause', point: 0 }),
      z.stmt({ kind: 'start', timer: 1, key: null, duration: n(1, 1, 1) }),
    ]),
    z.on(1, { kind: 'restart' }, null, [z.stmt({ kind: 'start', timer: 1, key: null, duration: n(1, 1, 1) })]),
    z.on(2, z.message(0, { fields: [0], from: 1 }), null, [
      z.assign(
        0,
        z.convert(
          log,
          z.expr(z.list(wide, 5), {
            op: 'concat',
            left: z.expr(log, { op: 'rest', of: logs }),
            right: z.expr(z.list(wide, 1), { op: 'listOf', elements: [z.local(wide, 0)] }),
          }),
        ),
      ),
      z.assign(2, z.expr(record, { op: 'struct', fields: [logs, latest] })),
      z.assign(
        3,
        z.expr(many, {
          op: 'union',
          left: z.variable(many, 3),
          right: z.expr(many, { op: 'setOf', elements: [z.convert(z.int(0, 39), z.local(wide, 0))] }),
        }),
      ),
      z.stmt({
        kind: 'for',
        local: 2,
        from: z.variable(many, 3),
        where: null,
        rest: 3,
        body: [z.stmt({ kind: 'pause', point: 1 }), z.assign(4, z.convert(optionalLog, logs))],
      }),
    ]),
    z.on(3, { kind: 'timer', timer: 1, key: null }, null, [
      z.assign(5, now),
      z.stmt({ kind: 'assert', cond: z.binary('<=', since, n(3)), text: 'up <= 3' }),
    ]),
  ],
};

const sender: z.RoleParts = {
  count: 2,
  variables: [z.declared(z.bool, false), z.declared(sent, 0)],
  actions: [
    {
      ...z.action(
        4,
        z.binary('<', z.variable(sent, 1), z.constant(sent, 2)),
        [
          z.assign(0, z.constant(z.bool, true)),
          z.assign(1, z.convert(sent, z.plus(z.int(1, 3), z.variable(sent, 1), z.constant(sent, 1)))),
          z.stmt({ kind: 'send', message: 0, args: [z.local(wide, 4)], to: z.constant(Keeper, 0), call: null }),
        ],
        [{ local: 4, values: [-1, 7, 38] }],
      ),
    },
  ],
};

/** What is asked of each state and step: a deadline, predicates, a step property. */
export const watch: Watch = {
  predicates: [
    z.expr(z.bool, {
      op: 'exists',
      local: 5,
      from: z.constant(z.setOf(Sender), [1, 2]),
      where: null,
      body: z.expr(z.bool, { op: 'varOf', node: z.local(Sender, 5), role: 1, variable: 0 }),
    }),
    z.binary('>', z.expr(z.int(0, 9), { op: 'countInFlight', message: 0, args: [z.constant(wide, 7)], from: null, to: null }), n(0)),
    z.binary(
      '<',
      z.expr(wide, { op: 'maxOf', of: z.expr(log, { op: 'varOf', node: z.constant(Keeper, 0), role: 0, variable: 0 }) }),
      n(8, 8, 8),
    ),
  ],
  steps: [
    {
      watched: [z.expr(hour, { op: 'varOf', node: z.constant(Keeper, 0), role: 0, variable: 5 })],
      predicate: z.binary(
        '<',
        z.expr(hour, { op: 'next', of: z.expr(hour, { op: 'varOf', node: z.constant(Keeper, 0), role: 0, variable: 5 }) }),
        n(2),
      ),
    },
  ],
  deadline: {
    from: z.expr(z.bool, { op: 'varOf', node: z.constant(Sender, 1), role: 1, variable: 0 }),
    to: z.binary('==', z.expr(hour, { op: 'varOf', node: z.constant(Keeper, 0), role: 0, variable: 5 }), n(1)),
    within: 1,
  },
};

export function clocks(more: Partial<Model>): Model {
  const locals = [wide, z.nodes(1, [1, 2]), z.int(0, 39), many, wide, Sender].map((type, i) => ({ name: `l${i}`, type, span }));
  return z.model([keeper, sender], {
    messages: [{ name: 'Note', fields: [{ name: 'what', type: wide }], span }],
    clocks: [
      { name: 'wall', horizon: 4, uncertainty: 1, monotonic: false, span },
      { name: 'up', horizon: 4, uncertainty: 0, monotonic: true, span },
    ],
    locals,
    pausePoints: [
      { role: 0, saves: [], span },
      { role: 0, saves: [0, 1, 2, 3], span },
    ],
    timing: z.timed(3, { delay: 1, pause: 1, drift: 1, skew: 1 }),
    ...more,
  });
}
