/** Runs to debug in tests, and what a client sees of a session. */
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { folderWith, removeFolders } from '../../cli/proviso.ts';
import { LARGE } from '../../large.ts';
import { type Body, type Debugged, inProcess } from './client.ts';

export const LOCK = `system Lock {
  const LEASE = 2
  message Ask
  message Given(ends: 0..9)
  message Write(by: Client)
  node Server {
    holder: Client? = none
    writes: list<Client, 3> = []
    timer lease
    on Ask from c when holder == none {
      holder = c
      start lease for LEASE
      reply Given(ends: LEASE)
    }
    on lease { holder = none }
    on Write(by) {
      ghost { if holder != by { wrong = true } }
      if count(writes) < 3 { writes = writes + [by] }
    }
  }
  ghost wrong: bool = false
  node Client[2] {
    has: bool = false
    durable asked: 0..2 = 0
    action ask when not has and asked < 1 { asked += 1; send Ask to Server }
    on Given(ends) from s {
      let long = ends > 1
      if long {
        has = true
        pause
        send Write(by: self) to s
      }
      has = false
    }
  }
  safety Own: always not wrong
  safety Few: always count(Server.writes) <= 3
  reachable Both: count(Server.writes) == 2
}
assume Slow {
  const P = 3
  timing sync { delay <= 0, pause Client <= P }
}
check Slow for P in 0..3 { Own holds when P < 2  Both reached }
`;

export const LOOP = `system Ring {
  node A { n: 0..3 = 0  action up when n < 3 { n += 1 }  action again when n == 3 { n = 1 } }
  liveness Ends: eventually always A.n == 1
}
assume Z { timing async } check Z { Ends violated }
`;

/** A client of a session in this process. */
export type Launch = (launch?: object) => Promise<Debugged>;

export interface Runs {
  readonly folder: string;
  /** what launches the counterexample of the lock */
  readonly lock: { readonly program: string; readonly property: string; readonly point: object };
  /** its run is found */
  readonly launched: Launch;
  /** and it stands before the first step */
  readonly begun: Launch;
}

/** To be called by each file of tests, with which the folder goes: modules are shared by several. */
export function runs(): Runs {
  const folder = folderWith({
    'lock.proviso': LOCK,
    'loop.proviso': LOOP,
    'broken.proviso': LOCK.replace('has = true', 'hass = true'),
    'none.proviso': LOCK.slice(0, LOCK.indexOf('check')),
    'large.proviso': LARGE,
  });
  afterAll(removeFolders);
  const lock = { program: join(folder, 'lock.proviso'), property: 'Own', point: { P: 3 } };
  const launched: Launch = async (launch = lock) => {
    const client = inProcess();
    await client.ask('initialize', {});
    await client.ask('launch', launch);
    expect(client.events.map(({ event }) => event)).toEqual(['initialized']);
    return client;
  };
  const begun: Launch = async (launch) => {
    const client = await launched(launch);
    await client.ask('configurationDone');
    return client;
  };
  return { folder, lock, launched, begun };
}

export const lineOf = (words: string, text = LOCK) => text.slice(0, text.indexOf(words)).split('\n').length;

export const stopped = ({ events }: Debugged): Body => events.filter(({ event }) => event === 'stopped').at(-1)?.body;

interface Seen {
  readonly where: string;
  readonly frame: Body;
}

export async function seen(client: Debugged): Promise<Seen> {
  const { threadId, reason } = stopped(client);
  const { threads } = await client.ask('threads');
  const { stackFrames } = await client.ask('stackTrace', { threadId });
  const [frame] = stackFrames;
  return { where: `${reason} ${threads.find((one: Body) => one.id === threadId).name}:${frame.line} ${frame.name}`, frame };
}

export async function scopesOf(client: Debugged, frameId: number): Promise<Record<string, Record<string, string>>> {
  const { scopes } = await client.ask('scopes', { frameId });
  const all: [string, Record<string, string>][] = [];
  for (const { name, variablesReference } of scopes) {
    const { variables } = await client.ask('variables', { variablesReference });
    all.push([name, Object.fromEntries(variables.map((one: Body) => [one.name, one.value]))]);
  }
  return Object.fromEntries(all);
}

export const evaluate = async (client: Debugged, expression: string, frameId?: number): Promise<string> => {
  try {
    return (await client.ask('evaluate', { expression, frameId, context: 'watch' })).result;
  } catch (error) {
    return `! ${(error as Error).message}`;
  }
};
