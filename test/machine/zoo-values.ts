/** One role of two nodes whose actions go through the operations on every kind of value, narrow and wide. */
import type { Expr, Model, Stmt, Type } from '#checker';
import { span } from './models.ts';
import * as z from './zoo.ts';

const Node = z.nodes(0, [0, 1]);
const digit = z.int(0, 3);
const wide = z.int(-100, 900);
const digits = z.setOf(digit);
const row = z.list(z.int(0, 2), 3);
const color = { kind: 'enum', name: 'Color', members: ['red', 'green', 'blue'] } as const;
const stock = z.map(color, z.optional(digit));
const pair = {
  kind: 'struct',
  name: 'Pair',
  fields: [
    { name: 'x', type: z.int(0, 5) },
    { name: 'y', type: z.int(0, 6) },
  ],
} as const;
const pairs = z.setOf(pair);
const holder = {
  kind: 'struct',
  name: 'Holder',
  fields: [
    { name: 'p', type: digit },
    { name: 'q', type: z.list(z.bool, 2) },
  ],
} as const;
const ledger = z.map(digit, wide);
const queue = z.list(wide, 4);
const maybe = z.optional(holder);
const small = z.int(0, 2);

const types = [digit, digits, row, stock, holder, pairs, queue, ledger, maybe];
const [A, S, ROW, STOCK, HOLDER, PAIRS, QUEUE, LEDGER, MAYBE] = types.map((t, i) => z.variable(t, i));
const c = (type: Type, v: Parameters<typeof z.constant>[1]) => z.constant(type, v);
const add = (l: Expr, n: number, lo: number, hi: number) => z.plus(z.int(lo, hi), l, c(z.int(n, n), n));
const size = (of: Expr) => z.expr(z.int(0, 50), { op: 'size', of });
const take = (op: 'take' | 'drop', of: Expr, n: Expr) => z.expr(of.type, { op, of, number: n });
const singleton = (type: Type, e: Expr) => z.expr(type, { op: 'setOf', elements: [e] });
const pairOf = (x: Expr, y: Expr) => z.expr(pair, { op: 'struct', fields: [x, y] });
const choose = (local: number, element: number, from: Expr, where: Expr | null = null): Stmt =>
  z.stmt({ kind: 'choose', local, element, from, where, random: false });
const setAt = (variable: number, path: Extract<Stmt, { kind: 'assign' }>['target']['path'], type: Type, value: Expr): Stmt =>
  z.stmt({ kind: 'assign', target: { variable: { kind: 'own', variable }, path, type }, value });

// locals: 0 chosen digit, 1 its element, 2 pair, 3 its element, 4 loop number, 5 rest, 6 quantified, 7 second, 8 let, 9 node
const localTypes = [digit, digit, pair, pair, small, row, digit, digit, z.int(0, 50), Node, color, color, pair, pairs, wide, queue];
const [D, P, N, Q, R, NODE, COLOR, PX] = [0, 2, 4, 6, 7, 9, 10, 12].map((id) => z.local(localTypes[id], id));

const all = c(digits, [0, 1, 2, 3]);
/** A ghost of the node that is not oneself. */
const other = z.expr(Node, {
  op: 'if',
  cond: z.binary('==', z.expr(Node, { op: 'self' }), c(Node, 0)),
  then: c(Node, 1),
  else: c(Node, 0),
});
const setOther = z.stmt({
  kind: 'assign',
  target: { variable: { kind: 'other', node: other, role: 0, variable: 9 }, path: [], type: digit },
  value: A,
});

const bodies: [Expr | null, Stmt[]][] = [
  [null, [choose(0, 1, all), z.assign(0, D), z.assign(1, z.expr(digits, { op: 'difference', left: all, right: singleton(digits, D) }))]],
  [
    null,
    [
      z.assign(
        1,
        z.expr(digits, {
          op: 'comprehension',
          binders: [
            { local: 6, from: S, where: z.binary('!=', Q, A) },
            { local: 7, from: all, where: z.binary('>=', R, Q) },
          ],
          element: R,
        }),
      ),
      z.assign(0, z.convert(digit, size(S))),
    ],
  ],
  [
    null,
    [
      z.assign(
        2,
        z.convert(
          row,
          z.expr(z.list(small, 6), {
            op: 'concat',
            left: take('drop', ROW, c(small, 1)),
            right: z.expr(z.list(small, 2), { op: 'listOf', elements: [c(small, 2), z.convert(small, A)] }),
          }),
        ),
      ),
    ],
  ],
  [
    z.binary('>', size(ROW), c(digit, 0)),
    [setAt(2, [{ kind: 'position', index: A, in: row }], small, z.expr(small, { op: 'last', of: take('take', ROW, A) }))],
  ],
  [
    null,
    [
      choose(10, 11, c(z.setOf(color), [0, 2])),
      setAt(3, [{ kind: 'key', key: COLOR, in: stock }], z.optional(digit), z.convert(z.optional(digit), A)),
      setAt(
        4,
        [{ kind: 'field', field: 1, in: holder }],
        z.list(z.bool, 2),
        z.expr(z.list(z.bool, 2), {
          op: 'listOf',
          elements: [z.binary('<', A, c(digit, 2)), z.expr(z.bool, { op: 'in', element: A, of: S })],
        }),
      ),
      z.assign(8, z.convert(maybe, HOLDER)),
    ],
  ],
  [
    null,
    [
      choose(10, 11, c(z.setOf(color), [0, 1, 2])),
      setAt(0, [], digit, z.convert(digit, z.expr(z.optional(digit), { op: 'lookup', of: STOCK, key: COLOR }))),
    ],
  ],
  [
    z.binary('<', size(PAIRS), c(digit, 3)),
    [choose(0, 1, S), z.assign(5, z.expr(pairs, { op: 'union', left: PAIRS, right: singleton(pairs, pairOf(D, c(z.int(0, 6), 6))) }))],
  ],
  [
    z.binary('>', size(PAIRS), c(digit, 0)),
    [
      choose(2, 3, PAIRS, z.binary('<=', z.expr(z.int(0, 5), { op: 'field', of: z.local(pair, 3), field: 0 }), A)),
      setAt(
        7,
        [{ kind: 'key', key: A, in: ledger }],
        wide,
        z.convert(
          wide,
          z.expr(z.int(-9, 900), {
            op: '-',
            left: z.expr(z.int(0, 36), { op: '*', left: z.expr(z.int(0, 5), { op: 'field', of: P, field: 0 }), right: c(z.int(9, 9), 9) }),
            right: c(z.int(7, 7), 7),
          }),
        ),
      ),
      z.assign(0, z.convert(digit, z.expr(z.int(0, 5), { op: 'field', field: 0, of: z.expr(pair, { op: 'maxOf', of: PAIRS }) }))),
    ],
  ],
  [
    null,
    [
      z.stmt({
        kind: 'for',
        local: 4,
        from: ROW,
        where: z.binary('>', N, c(small, 0)),
        rest: 5,
        body: [
          z.assign(0, z.convert(digit, N)),
          z.stmt({ kind: 'pause', point: 0 }),
          z.assign(
            6,
            z.convert(
              queue,
              z.expr(z.list(wide, 5), {
                op: 'concat',
                left: take('drop', QUEUE, c(small, 1)),
                right: z.expr(z.list(wide, 1), { op: 'listOf', elements: [z.convert(wide, N)] }),
              }),
            ),
          ),
        ],
      }),
      z.assign(0, c(digit, 0)),
    ],
  ],
  [
    null,
    [
      z.stmt({
        kind: 'for',
        local: 12,
        from: PAIRS,
        where: null,
        rest: 13,
        body: [z.stmt({ kind: 'pause', point: 1 }), z.assign(0, z.convert(digit, z.expr(z.int(0, 5), { op: 'field', of: PX, field: 0 })))],
      }),
    ],
  ],
  [
    z.binary('<', MAYBE, z.convert(maybe, HOLDER)),
    [
      z.stmt({
        kind: 'let',
        local: 8,
        value: z.expr(z.int(0, 50), {
          op: '%',
          left: add(A, 7, 7, 10),
          right: z.expr(z.int(-1, 3), { op: '-', left: A, right: c(z.int(1, 1), 1) }),
        }),
      }),
      z.assign(0, z.convert(digit, z.expr(z.int(0, 50), { op: '/', left: z.local(z.int(0, 50), 8), right: c(small, 2) }))),
      z.stmt({
        kind: 'ghost',
        body: [
          z.stmt({
            kind: 'assign',
            target: {
              variable: { kind: 'system', ghost: 0 },
              path: [{ kind: 'key', key: z.expr(Node, { op: 'self' }), in: z.map(Node, digit) }],
              type: digit,
            },
            value: z.expr(digit, { op: 'min', args: [A, c(digit, 2)] }),
          }),
          z.stmt({
            kind: 'if',
            cond: z.expr(z.bool, {
              op: 'exists',
              local: 9,
              from: c(z.setOf(Node), [0, 1]),
              where: z.binary('!=', NODE, z.expr(Node, { op: 'self' })),
              body: z.binary('>', z.expr(digit, { op: 'varOf', node: NODE, role: 0, variable: 0 }), A),
            }),
            then: [setOther],
            else: [z.assign(9, z.expr(digit, { op: 'minOf', of: z.expr(digits, { op: 'union', left: S, right: singleton(digits, A) }) }))],
          }),
        ],
      }),
    ],
  ],
  [
    z.binary('!=', LEDGER, c(ledger, [0, 0, 0, 0])),
    [z.assign(7, z.expr(ledger, { op: 'mapOf', value: c(wide, 900) })), z.assign(6, c(queue, [])), z.assign(5, c(pairs, []))],
  ],
];

export function operations(from: number, count: number): Model {
  const variables = [
    z.declared(digit, 0),
    z.declared(digits, [1]),
    z.declared(row, []),
    z.declared(stock, [null, 2, null]),
    z.declared(holder, [0, []]),
    z.declared(pairs, []),
    z.declared(queue, [5]),
    z.declared(ledger, [1, 0, 0, 0]),
    z.declared(maybe, null),
    z.declared(digit, 3, { ghost: true }),
  ];
  const chosen = bodies.flatMap((_, i) => ((i - from + bodies.length) % bodies.length < count ? [i] : []));
  const actions = chosen.map((i) => z.action(i, bodies[i][0], bodies[i][1]));
  return z.model([{ count: 2, variables, actions }], {
    ghosts: [z.declared(z.map(Node, digit), [0, 0], { ghost: true })],
    locals: localTypes.map((type, i) => ({ name: `l${i}`, type, span })),
    pausePoints: [
      { role: 0, saves: [4, 5], span },
      { role: 0, saves: [12, 13], span },
    ],
  });
}
