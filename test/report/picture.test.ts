/** The picture of a run: small, whole, and with every message, fault and loop in it. */
import { describe, expect, test } from 'vitest';
import { checkModel } from '#checker';
import { type PictureTheme, picture } from '#report';
import { modelOf } from '../support/spec.ts';

const SPEC = `system Asking {
  message Question
  message Answer
  node Client {
    waiting: bool = false
    optional action ask when not waiting { waiting = true  send Question to Server }
    on Answer { waiting = false }
  }
  node Server { on Question { reply Answer } }
  liveness Answered: Client.waiting leads to not Client.waiting
}
assume Lossy { timing sync { delay <= 1 }  network { lossy } fault Server { recovery, up to 1 } }
check Lossy { }`;

function drawn(theme: PictureTheme): string {
  const model = modelOf(SPEC);
  const { verdict } = checkModel(model, { properties: ['Answered'], now: () => 0, blame: false }).properties[0];
  if (!('trace' in verdict)) throw new Error(verdict.status);
  return picture({ model, trace: verdict.trace, source: () => null }, theme);
}

describe.each(['light', 'dark', 'highContrast', 'highContrastLight'] as const)('%s', (theme) => {
  test('fits into a hover and names the nodes', () => {
    const svg = drawn(theme);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
    expect([width <= 700, height <= 200, svg.length < 70_000]).toEqual([true, true, true]);
    for (const name of ['Client', 'Server', 'forever']) expect(svg).toContain(`>${name}</text>`);
    expect(svg).toContain('<title>Question from Client to Server</title>');
    // An arrow carries its message's name, and the steps of nodes their numbers.
    expect(svg).toMatch(/<text[^>]*>Question<\/text>/);
    expect(svg).toMatch(/<text[^>]*text-anchor="middle"[^>]*>1<\/text>/);
  });
});

test('every element is closed', () => {
  const svg = drawn('light');
  const opened = (svg.match(/<[a-z]+(?=[ >])/g) ?? []).length;
  const closed = (svg.match(/\/>|<\/[a-z]+>/g) ?? []).length;
  expect(opened).toBe(closed);
});
