/** What is done to a system from outside in a run: the schedule of a harness that tests an implementation. */
import { type Cut, type Model, severs, type Trace } from '#checker';
import { pausesOf } from '../facts/pauses.ts';
import { nodeName, timeBefore } from '../facts/reader.ts';
import type { Injection } from '../result/tests-types.ts';
import type { Travel } from '../result/types.ts';

/** In the order in which they begin; `travels`: of the messages of the run. */
export function injectionsOf(model: Model, trace: Trace, travels: readonly Travel[]): Injection[] {
  const found = [
    ...pausesOf(model, trace).map(
      ({ node, first, last, ticks }): Injection => ({ inject: 'pause', node: nodeName(model, node), after: first, until: last + 1, ticks }),
    ),
    ...messages(model, trace, travels),
    ...faults(model, trace),
  ];
  return found.sort((a, b) => a.after - b.after);
}

function messages({ instances, timing }: Model, trace: Trace, travels: readonly Travel[]): Injection[] {
  const counts = new Map<string, number>();
  return travels.flatMap(({ message, sent, left, fate, corrupted, copies, from, to }): Injection[] => {
    const which = { message: message.name, from: instances[from].name, to: instances[to].name };
    if (fate === 'lie')
      return [{ inject: 'lie', ...which, nth: nth(counts, `lie ${JSON.stringify(which)}`), after: sent - 1, until: sent }];
    const one = { ...which, nth: nth(counts, JSON.stringify(which)), after: sent };
    const arrives = left !== null && (fate === 'delivered' || fate === 'not received');
    const isOpen = fate === 'in flight';
    // It is handed over once for each copy that is made of it, and in the end itself.
    const times = [sent, ...copies, ...(arrives ? [left] : isOpen ? [null] : [])];
    const holds = times.slice(1).flatMap((until, i): Injection[] => {
      const since = times[i]!;
      if ((until ?? trace.steps.length + 1) <= since + 1) return [];
      const ticks = timing.time ? timeBefore(trace, until ?? trace.steps.length) - timeBefore(trace, since) : null;
      return [{ inject: 'hold', ...one, after: since, until, ticks }];
    });
    return [
      ...holds,
      ...(fate === 'lost' && left !== null ? [{ inject: 'lose', ...one, until: left } as const] : []),
      ...copies.map((until) => ({ inject: 'duplicate', ...one, until }) as const),
      ...(corrupted === null ? [] : [{ inject: 'corrupt', ...one, until: corrupted.at } as const]),
    ];
  });
}

function nth(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

/** What stands in the run as a step of its own: the world's doing, and how long it lasts. */
function faults(model: Model, { steps }: Trace): Injection[] {
  const ends = (from: number, isEnd: (label: (typeof steps)[number]['step']['label']) => boolean) => {
    const end = steps.findIndex(({ step }, i) => i > from && isEnd(step.label));
    return end < 0 ? null : end + 1;
  };
  return steps.flatMap(({ step: { label } }, after): Injection[] => {
    switch (label.kind) {
      case 'crash': {
        const { node, durableLost } = label;
        const until = ends(after, (one) => one.kind === 'restart' && one.node === node);
        return [{ inject: 'crash', node: nodeName(model, node), after, until, loses: durableLost ? 'everything' : 'memory' }];
      }
      case 'cut': {
        const { cut } = label;
        const key = JSON.stringify(cut);
        const until = ends(after, (one) => one.kind === 'heal' && JSON.stringify(one.cut) === key);
        return [{ inject: 'cut', links: linksOf(model, cut), after, until }];
      }
      case 'clock':
        return [{ inject: 'clock', node: nodeName(model, label.node), clock: model.clocks[label.clock].name, by: label.by, after }];
      case 'deliver':
      case 'fire':
      case 'resume':
      case 'act':
      case 'tick':
      case 'stabilise':
      case 'restart':
      case 'heal':
      case 'lose':
      case 'duplicate':
      case 'corrupt':
      case 'lie':
        return [];
      default:
        return label satisfies never;
    }
  });
}

function linksOf({ instances }: Model, cut: Cut): { readonly from: string; readonly to: string }[] {
  return instances.flatMap((from) =>
    instances.filter((to) => to !== from && severs(cut, from.index, to.index)).map((to) => ({ from: from.name, to: to.name })),
  );
}
