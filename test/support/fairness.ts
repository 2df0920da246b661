/** What a machine says about fairness in a state, as text that two machines can be compared by. */
import type { Machine } from '#checker';
import type { FairnessView } from '../../checker/src/explore/machine/machine.ts';
import { tagKind, tagKinds, tagNumber } from '../../checker/src/model/tags.ts';

/** Made once for each machine, as in a search. */
const views = new WeakMap<Machine, FairnessView>();

const KINDS = Object.keys(tagKinds);

export interface Reported {
  /** what is enabled, and each message in flight with whether it is deferred, sorted */
  readonly text: string;
  /** what a step was, in words that do not depend on the machine */
  readonly step: (tag: number) => string;
}

/** `whole`: what is enabled too, which takes the interpreter long to say. */
export function fairnessIn(machine: Machine, words: Int32Array | null, whole = true): Reported {
  if (words === null) return { text: '', step: (tag) => String(tag) };
  const view = views.get(machine) ?? machine.fairness();
  views.set(machine, view);
  const enabled = new Int32Array(view.words);
  if (whole) view.enabled(words, 0, enabled);
  const count = view.flight(words, 0);
  const messages = Array.from({ length: count }, (_, k) => canonical(view.classOf(view.classes[k])));
  const open = messages.map((message, k) => `${message} ${view.open[k] === 1 ? 'open' : 'deferred'}`).sort();
  const aboutMessages: readonly number[] = [tagKinds.deliver, tagKinds.lose, tagKinds.duplicate, tagKinds.corrupt];
  return {
    text: `enabled ${[...enabled].map((w) => w >>> 0)} in flight ${open.join(' ')}`,
    step: (tag) => `${KINDS[tagKind(tag)]} ${aboutMessages.includes(tagKind(tag)) ? messages[tagNumber(tag)] : tagNumber(tag)}`,
  };
}

function canonical({ from, to, message, fields, corrupted, call }: ReturnType<FairnessView['classOf']>): string {
  return JSON.stringify([from, to, message, fields, corrupted, call === null ? null : [call.caller, call.call, call.fresh]]);
}
