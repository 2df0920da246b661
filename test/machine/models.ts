/** A small model written directly in the typed intermediate form, for tests of the machines that need no parser. */
import type { Bound, Expr, Model, Network, Stmt, Type } from '#checker';

export const span = { file: 'model', start: 0, end: 0 };
const bool: Type = { kind: 'bool' };
const phase: Type = { kind: 'int', lo: 0, hi: 2, limit: null };
const server: Type = { kind: 'node', roles: [1], instances: [1] };

const number = (value: number): Expr => ({ op: 'const', value, type: { kind: 'int', lo: value, hi: value, limit: null }, span });
const s: Expr = { op: 'var', variable: 0, type: phase, span };
const sIs = (n: number): Expr => ({ op: '==', left: s, right: number(n), type: bool, span });
const setS = (n: number): Stmt => ({
  kind: 'assign',
  target: { variable: { kind: 'own', variable: 0 }, path: [], type: phase },
  value: { op: 'convert', what: 's', value: number(n), type: phase, span },
  span,
});
const ping: Stmt = { kind: 'send', message: 0, args: [], to: { op: 'const', value: 1, type: server, span }, call: null, span };
const start: Stmt = { kind: 'start', timer: 0, key: null, duration: number(2), span };
const stop: Stmt = { kind: 'stop', timer: 0, key: null, span };

export interface Assumptions {
  readonly delay?: Bound | null;
  readonly pause?: Bound | null;
  readonly drift?: Bound | null;
  readonly network?: Partial<Network>;
  readonly crashes?: Model['crashes'];
  readonly budgets?: Model['budgets'];
  readonly stabilises?: boolean;
}

export const always = (max: number, min = 0): Bound => ({ always: true, min, max });
export const eventually = (max: number): Bound => ({ always: false, min: 0, max });

/** A client that asks once and repeats on a timer; a server that answers. */
export function pingPong(a: Assumptions): Model {
  const both = (b: Bound | null | undefined) => [b ?? null, b ?? null];
  const pattern = { fields: [], from: null, call: null };
  return {
    ...{ system: 'PingPong', assume: 'A', constants: [], ghosts: [], clocks: [], properties: [], clockSteps: null, limits: [] },
    ...{ locals: [], pausePoints: [], stabilises: a.stabilises ?? false, budgets: a.budgets ?? [], crashes: a.crashes ?? [] },
    roles: [
      {
        ...{ name: 'Client', index: 0, strict: false, first: 0, count: 1, indexed: false, calls: [], defers: [], span },
        variables: [{ name: 's', type: phase, durable: false, ghost: false, initial: number(0), span }],
        timers: [{ name: 't', key: null, hasHandler: true, isRead: false, maxDuration: 2, span }],
        handlers: [
          { id: 1, trigger: { kind: 'message', message: 1, ...pattern }, guard: sIs(1), body: [setS(2), stop], title: 'on Pong', span },
          { id: 2, trigger: { kind: 'timer', timer: 0, key: null }, guard: sIs(1), body: [start, ping], title: 'on t', span },
        ],
        actions: [{ id: 0, name: 'ask', optional: false, params: [], guard: sIs(0), body: [setS(1), start, ping], span }],
      },
      {
        ...{ name: 'Server', index: 1, strict: false, first: 1, count: 1, indexed: false, calls: [], defers: [], span },
        ...{ variables: [], timers: [], actions: [] },
        handlers: [
          {
            ...{ id: 3, trigger: { kind: 'message', message: 0, ...pattern }, guard: null, title: 'on Ping', span },
            body: [{ kind: 'reply', message: 1, args: [], span }],
          },
        ],
      },
    ],
    instances: [
      { index: 0, role: 0, number: 1, name: 'Client' },
      { index: 1, role: 1, number: 1, name: 'Server' },
    ],
    messages: [
      { name: 'Ping', fields: [], span },
      { name: 'Pong', fields: [], span },
    ],
    timing: { time: true, word: null, delay: both(a.delay), pause: both(a.pause), drift: both(a.drift), skew: [null, null] },
    network: {
      ...{ loss: null, duplication: null, corruption: null, cuts: [], fifo: false, queue: null, queueSpan: null, capacity: 3 },
      ...a.network,
    },
  } as Model;
}
