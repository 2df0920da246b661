/** A fault that only makes room in a full network is not called required: with more room the property breaks without it. */
import { expect, test } from 'vitest';
import { checkModel } from '#checker';
import { modelOf } from '../support/spec.ts';

/** One message waits forever, and with one in flight at most nothing else can be sent. What takes it away makes room. */
const full = (network: string) => `
system Full {
  message First(n: 0..1)
  message Second
  node A { on start { send First(n: 0) to B }  action more { send Second to B } }
  node B { heard: bool = false  defer First(n) when n == 0  on First {} on Second { heard = true } }
  safety Quiet: never B.heard
}
assume Tight { timing async  network { ${network} } }
check Tight { Quiet holds }`;

test.each(['lossy up to 1', 'corrupting up to 1'])('%s', (fault) => {
  const required = (capacity: number) => {
    const { properties } = checkModel(modelOf(full(`${fault}, capacity ${capacity}`)), { now: () => 0 });
    const { verdict } = properties[0];
    return verdict.status === 'violated' ? (verdict.blame?.necessary ?? []).map(({ kind }) => kind) : verdict.status;
  };
  // Without a fault it holds within the capacity of 1, and breaks with 2.
  expect(required(1)).toEqual([]);
  expect(required(2)).toEqual([]);
});
