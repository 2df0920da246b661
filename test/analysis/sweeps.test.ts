/** Sweeps: what is different at each point. */
import { expect, test } from 'vitest';
import { analysed } from '../support/spec.ts';

const RING = `system Ring {
  const LIMIT = 2
  message Hi
  node Server { got: set<Client> = {}  on Hi from c { got += c } }
  node Client[2] { sent: bool = false  action say when not sent { sent = true  send Hi to Server } }
  safety Few: always count(Server.got) <= LIMIT
}
assume A { timing async }
assume Three extends A { Client = 3  LIMIT = 3 }`;

function points(text: string): unknown[] {
  const [{ runs }] = analysed(text).checks;
  return runs.map(({ sweep, expectations, model }) => [
    sweep.map(({ value }) => value),
    model()
      .model?.instances.map(({ name }) => name)
      .slice(1),
    expectations[0].verdict,
  ]);
}

test('the number of nodes is swept, and conditions may ask for it', () => {
  expect(points(`${RING} check A for LIMIT in 1..2, Client in 1..2 { Few holds when Client <= LIMIT }`)).toEqual([
    [[1, 1], ['Client#1'], 'holds'],
    [[1, 2], ['Client#1', 'Client#2'], 'violated'],
    [[2, 1], ['Client#1'], 'holds'],
    [[2, 2], ['Client#1', 'Client#2'], 'holds'],
  ]);
});

test('a sweep wins over what the assumption set says, and that over the system', () => {
  const names = ['Client#1', 'Client#2', 'Client#3'];
  expect(points(`${RING} check Three { Few holds }`)).toEqual([[[], names, 'holds']]);
  expect(points(`${RING} check Three for Client in {1, 3} { Few holds }`)).toEqual([
    [[1], ['Client#1'], 'holds'],
    [[3], names, 'holds'],
  ]);
});

test('a node without brackets has them once there are several', () => {
  expect(points(`${RING.replace('Client[2]', 'Client')} check A for Client in 1..2 { Few holds }`)).toEqual([
    [[1], ['Client'], 'holds'],
    [[2], ['Client#1', 'Client#2'], 'holds'],
  ]);
});

const CUTS = `${RING} assume Cut extends A { timing sync { delay <= LIMIT }  network { link cuts up to 1 } }`;

test('what is so without the values of the sweep is said once, and of no point', () => {
  const { checks, diagnostics } = analysed(`${CUTS} check Cut for LIMIT in 1..3 { Few holds }`);
  expect(diagnostics.map(({ code, why }) => [code, why])).toEqual([
    ['PV0710', 'Before, `link cuts` lost only what one end sends to the other.'],
  ]);
  expect(checks[0].runs.flatMap(({ model }) => model().diagnostics)).toEqual([]);
});
