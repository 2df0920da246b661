/**
 * Drives the program along a run: makes each action happen when its turn has come, waits for what the nodes do themselves, and does to the world
 * what the schedule says. Where a node does something else, the run is left; whether its logs conform is asked of `proviso conform` in any case.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Log, now } from '../src/log.ts';
import { Network } from './network.ts';
import { Nodes } from './nodes.ts';
import type { Injection, Plan, PlannedEvent, Sent } from './plan.ts';
import { Tail } from './tail.ts';

export interface Settings {
  /** for the logs, and beside them what the nodes keep */
  readonly folder: string;
  /** how long a tick of the run is, in milliseconds */
  readonly tick: number;
  readonly fencing: boolean;
}

/** LEASE and MARGIN of the spec. */
const [LEASE, MARGIN] = [4, 2];
const CLIENTS = ['Client#1', 'Client#2'];
const SERVERS = ['LockService', 'Storage'];
const FILES: Readonly<Record<string, string>> = {
  LockService: 'lock-service',
  Storage: 'storage',
  'Client#1': 'client-1',
  'Client#2': 'client-2',
};
/** What an earlier run left in the folder. */
const OWN = /^(harness|lock-service|storage|client-\d)\.(jsonl|disk)$/;
/** A node that has not done in so long what is its turn to do will not do it. */
const PATIENCE_MS = 10_000;

/** null where the run was followed to its end; else where a node did something else. */
export async function drive(plan: Plan, settings: Settings): Promise<string | null> {
  const { folder } = settings;
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (OWN.test(name)) rmSync(join(folder, name));
  const driver = new Driver(plan, settings);
  try {
    await driver.setUp();
    return await driver.follow();
  } finally {
    await driver.close();
  }
}

class Driver {
  readonly #plan: Plan;
  readonly #settings: Settings;
  readonly #nodes = new Nodes();
  readonly #network: Network;
  /** what we did to the world: nobody else loses messages or ends nodes */
  readonly #log: Log;
  readonly #tails: ReadonlyMap<string, Tail>;
  /** where servers listen now, and clients find them */
  readonly #ports = new Map<string, number>();
  readonly #proxies = new Map<string, number>();

  constructor(plan: Plan, settings: Settings) {
    this.#plan = plan;
    this.#settings = settings;
    this.#network = new Network(plan.schedule.flatMap((one) => (isOfMessage(one) ? [one] : [])));
    this.#log = new Log(join(settings.folder, 'harness.jsonl'), { complete: ['crash', 'lose', 'duplicate', 'corrupt'] });
    this.#tails = new Map([...SERVERS, ...CLIENTS].map((node) => [node, new Tail(this.#logOf(node))]));
  }

  async setUp(): Promise<void> {
    await Promise.all(SERVERS.map((node) => this.#start(node)));
    for (const client of CLIENTS) {
      for (const server of SERVERS) {
        const port = await this.#network.link(client, server, () => this.#ports.get(server) ?? null);
        this.#proxies.set(`${client} ${server}`, port);
      }
    }
    await Promise.all(CLIENTS.map((node) => this.#start(node)));
  }

  /** As `drive` answers. */
  async follow(): Promise<string | null> {
    const { steps, schedule } = this.#plan;
    const begin = performance.now();
    for (const step of steps) {
      for (const one of schedule) if (isOfMessage(one) && one.until === step.number) this.#endHold(one);
      await sleep(Math.max(0, begin + step.at * this.#settings.tick - performance.now()));
      for (const event of step.events) await this.#make(event);
      for (const event of step.events) {
        const instead = await this.#insteadOf(event);
        if (instead !== null) return `step ${step.number}: ${told(event)} was to come, and ${instead}`;
      }
      for (const one of schedule) {
        if (one.inject !== 'pause') continue;
        if (one.after === step.number) this.#nodes.signal(one.node, 'SIGSTOP');
        if (one.until === step.number) this.#nodes.signal(one.node, 'SIGCONT');
      }
    }
    return null;
  }

  async close(): Promise<void> {
    await this.#nodes.close();
    this.#network.close();
  }

  /** What does not come about by itself. */
  async #make({ event, node = '', action = '' }: PlannedEvent): Promise<void> {
    if (event === 'act') this.#nodes.tell(node, action);
    else if (event === 'resume') this.#nodes.tell(node, `${node} wrote this`);
    else if (event === 'restart') await this.#start(node);
    else if (event === 'crash') {
      await this.#nodes.kill(node);
      this.#ports.delete(node);
      this.#log.step(now(), [{ event, node }]);
    }
  }

  /** Waits until the node has logged it; what it did instead, or null where it did that. */
  async #insteadOf(planned: PlannedEvent): Promise<string | null> {
    // Nodes do not log that they start, and cannot log that they crash; a loss or a tick is of no node.
    const tail = planned.event === 'start' || planned.event === 'crash' ? undefined : this.#tails.get(planned.node ?? '');
    if (tail === undefined) return null;
    const found = await tail.next(PATIENCE_MS);
    if (found === null) return `nothing came in ${PATIENCE_MS / 1000} s`;
    // Values are for `proviso conform` to judge.
    const isPlanned = (['event', 'action', 'message', 'timer'] as const).every((key) => planned[key] === found[key]);
    return isPlanned ? null : `there came ${told({ ...found, node: planned.node })}`;
  }

  #endHold(one: Injection & Sent): void {
    if (one.inject === 'hold') this.#network.release(one);
    else {
      this.#network.lose(one);
      this.#log.step(now(), [{ event: 'lose', message: one.message, from: one.from, to: one.to }]);
    }
  }

  async #start(node: string): Promise<void> {
    const { folder, tick, fencing } = this.#settings;
    const log = ['--log', this.#logOf(node)];
    const disk = ['--disk', join(folder, `${FILES[node]}.disk`)];
    const lease = ['--lease', String(LEASE * tick)];
    if (SERVERS.includes(node)) {
      const args = node === 'Storage' ? (fencing ? [] : ['--no-fencing']) : lease;
      const said = await this.#nodes.start(node, node === 'Storage' ? 'storage.ts' : 'lock-service.ts', [...log, ...disk, ...args]);
      this.#ports.set(node, Number(said.split(' ')[1]));
      return;
    }
    const [locks, storage] = SERVERS.map((server) => String(this.#proxies.get(`${node} ${server}`)));
    const args = ['--name', node, '--locks', locks, '--storage', storage, '--margin', String(MARGIN * tick)];
    await this.#nodes.start(node, 'client.ts', [...log, ...lease, ...args]);
  }

  #logOf(node: string): string {
    return join(this.#settings.folder, `${FILES[node]}.jsonl`);
  }
}

/** What the storage holds in the end. */
export function contentIn(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'storage.disk'), 'utf8')) as { readonly content: string }).content;
}

function isOfMessage(one: Injection): one is Injection & { readonly inject: 'hold' | 'lose' } {
  return one.inject === 'hold' || one.inject === 'lose';
}

function told({ event, node, action, message, timer }: PlannedEvent): string {
  return `\`${[event, action ?? message ?? timer ?? ''].join(' ').trim()}\` of ${node}`;
}
