/** A lease service, and what its logs are made of. */
import { proviso } from './proviso.ts';

export const LEASE = `system Lease {
  const MOST = 3
  type Token = 0..MOST
  enum Mode { idle, asking }
  struct Grant(token: Token, to: Worker)
  message Renew
  message Granted(grant: Grant)
  node Service {
    token: Token = 0
    last: map<Worker, Token> = 0
    on Renew from w {
      token = min(token + 1, MOST)
      last[w] = token
      reply Granted(grant: Grant(token: token, to: w))
    }
  }
  node Worker[2] {
    mine: Token? = none
    mode: Mode = idle
    timer retry
    optional action ask when mode == idle { mode = asking; start retry for 6; send Renew to Service }
    on Granted(grant: g) when mode == asking { pause; mine = g.token; mode = idle; stop retry }
    on retry { mode = idle }
  }
  safety Fresh: always count(in flight Renew) <= 9
}
assume Calm { timing sync { delay <= 2, pause Worker <= 1 } }
check Calm { Fresh holds }
`;

export type Line = Readonly<Record<string, unknown>>;

export const HEADER = { proviso: 1, complete: ['act', 'tick', 'send', 'fire', 'receive'] };
export const ASK = { event: 'act', node: 'Worker#1', action: 'ask' };
export const SENT = { event: 'send', node: 'Worker#1', message: 'Renew', to: 'Service' };
export const RENEW = { event: 'receive', node: 'Service', message: 'Renew', from: 'Worker#1', state: { last: { 'Worker#1': 1 } } };
export const GRANT = { event: 'send', node: 'Service', message: 'Granted', to: 'Worker#1', fields: { grant: { token: 1 } } };
export const GOT = { event: 'receive', node: 'Worker#1', message: 'Granted' };
export const DONE = { event: 'resume', node: 'Worker#1', state: { mine: 1, mode: 'idle' } };
export const RETRY = { event: 'fire', node: 'Worker#1', timer: 'retry' };
export const ticks = (n: number) => ({ event: 'tick', ticks: n });

export function text(...lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

export function conform(logs: Readonly<Record<string, string>>, ...words: string[]) {
  const traces = Object.keys(logs).flatMap((name) => ['--trace', name]);
  return proviso(['conform', 'lease.proviso', ...traces, ...words], { 'lease.proviso': LEASE, ...logs });
}
