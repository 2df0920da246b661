/** What cannot come next, in words: what it is, and why it waits. */
import type { Because, Model, Waiting } from '#checker';
import { type Span, unhandled } from '#grammar';
import { letter, namedParams } from '../facts/happened.ts';
import { nodeName, roleOf } from '../facts/reader.ts';
import { formatTimer, inBrackets, type Named, timerName } from '../facts/values.ts';
import { type Failing, failingOf } from '../facts/waiting.ts';
import { enumerate, plural } from './counts.ts';
import { messageText } from './steps.ts';

/** "commit", "serve(k: 2)", "on Vote", "on Vote from Participant#1", "timeout"; empty for a whole node */
export function declaredText(model: Model, { node, what }: Waiting): string {
  const role = roleOf(model, node);
  switch (what.kind) {
    case 'node':
      return '';
    case 'action': {
      const { name, params } = role.actions[what.action];
      const others = what.others === 0 ? '' : `, as the other ${plural(what.others, 'choice')}`;
      return params.length === 0 ? name : `${name}${inBrackets(namedParams(model, params, what.params))}${others}`;
    }
    case 'handler': {
      const { title } = role.handlers[what.handler];
      if (what.message === null) return title;
      const letterOf = letter(model, what.message);
      return `on ${messageText(letterOf)} from ${letterOf.from}`;
    }
    case 'timer':
      return timerName(model, node, what.timer, what.key);
    default:
      return unhandled(what);
  }
}

/** "count(ready) is 1 of 2", "it stands at a pause", "2 ticks are left" */
export function becauseText(model: Model, { because }: Waiting, source: (span: Span) => string | null): string {
  switch (because.kind) {
    case 'guard': {
      const parts = because.parts.map((part) => failingText(failingOf(model, part, source)));
      return `${parts.join('; ')}${because.anyReading ? '; no reading of its clocks and timers makes it otherwise' : ''}`;
    }
    case 'timer':
      return timerText(because);
    case 'down':
      return 'it is down';
    case 'stopped':
      return 'it has stopped for good';
    case 'pause':
      return 'it stands at a pause: until it goes on it does nothing else';
    case 'no message':
      return 'no such message is in flight to it';
    case 'deferred':
      return 'it defers the message, which stays in flight';
    case 'order':
      return 'a message that was sent before comes first';
    case 'young':
      return 'the message has not been in flight for the least delay';
    case 'call':
      return 'the message does not answer its newest request';
    default:
      return unhandled(because);
  }
}

function timerText({ timer }: Extract<Because, { kind: 'timer' }>): string {
  switch (timer.kind) {
    case 'off':
      return 'the timer is off';
    case 'exact':
      return `${plural(timer.left, 'tick')} left`;
    case 'loose':
      return timer.until === null
        ? `started for ${formatTimer(timer)}, and nothing bounds it now`
        : `it runs out in ${plural(timer.until, 'tick')} at the latest`;
    default:
      return unhandled(timer);
  }
}

/** "There work of Client#1 waits: locked is false." */
export function heldBackText(model: Model, waiting: Waiting, source: (span: Span) => string | null): string {
  const [node, what] = [nodeName(model, waiting.node), declaredText(model, waiting)];
  return `There ${what === '' ? `${node} waits` : `${what} of ${node} waits`}: ${becauseText(model, waiting, source)}.`;
}

/** "asking is true", "count(ready) is 1 of 2", "`token > highest` is false: token is 1 and highest is 2" */
export function failingText({ part, wanted, elements, count, reads, isOneName }: Failing): string {
  const isText = ({ name, value }: Named) => `${name} is ${value}`;
  const of = elements.map(isText);
  const where = of.length === 0 ? '' : ` (${enumerate(of)})`;
  if (isOneName) return `${isText(reads[0])}${where}`;
  if (count !== null) {
    const more = reads.length === 0 ? '' : `, ${enumerate(reads.map(isText))}`;
    return `${count.what} is ${count.value} of ${count.needed}${more}${where}`;
  }
  const looks = reads.length === 0 ? '' : `: ${enumerate(reads.map(isText))}`;
  return `\`${part}\` is ${wanted ? 'false' : 'true'}${looks}${where}`;
}
