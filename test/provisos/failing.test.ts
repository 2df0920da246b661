/** What is said of a property where the model fails under some sets. */
import { expect, test } from 'vitest';
import { analysed } from '../support/spec.ts';
import { answers, sentences } from './asked.ts';

/** By hand: without drift the alarm comes after one tick and then `n` leaves its range; with drift it can come after two, which is too late. */
test('where the model fails under a set it is not said that the property breaks there', () => {
  const late = `system Late {
  node A {
    done: bool = false
    n: 0..1 = 0
    timer alarm
    on start { start alarm for 1 }
    on alarm { done = true }
    action count when done { n += 2 }
  }
  safety Done: not A.done leads to A.done within 1
}
assume Exact { timing { delay <= 0; pause <= 0; drift <= 0 } }
check Exact { Done holds }
`;
  const [answer] = answers(analysed(late), 'Late', 'Exact', { over: ['drift'] });
  expect(sentences(answer)).toContain('breaks, or the model fails, under every assumption set that was searched');
});
