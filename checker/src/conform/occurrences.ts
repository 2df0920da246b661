/** What happens in a step, as far as a log can speak of it, and which events fit it. */
import { unhandled } from '#grammar';
import { cutsOff } from '../explore/scenario/match.ts';
import type { Value } from '../model/ir.ts';
import type { InitialStep, MessageState, State, Step } from '../model/state.ts';
import type { Complete, Meant, MessageMeant, Occurrence, StateMeant, ValuePattern } from './event.ts';

/** `from`: the state before it. */
export function occurrencesOf(from: State, step: Step): Occurrence[] {
  return [...happening(from, step), ...sentAndPaused(step)];
}

/** Every correct node starts. */
export function occurrencesAtStart(step: InitialStep): Occurrence[] {
  const { target } = step;
  const byzantine = target.kind === 'state' ? target.state.byzantine : [];
  const starting = byzantine.flatMap((isByzantine, node): Occurrence[] => (isByzantine ? [] : [{ kind: 'start', node }]));
  return [...starting, ...sentAndPaused(step)];
}

function happening(from: State, { label }: Step): Occurrence[] {
  switch (label.kind) {
    case 'deliver':
    case 'duplicate': {
      const { message, handler } = label;
      const duplicated: Occurrence[] = label.kind === 'duplicate' ? [{ kind: 'duplicate', message }] : [];
      const hears = from.nodes[message.to].status === 'up' && !from.byzantine[message.to];
      return hears ? [...duplicated, { kind: 'receive', node: message.to, message, handled: handler !== null }] : duplicated;
    }
    case 'lie':
      return [{ kind: 'receive', node: label.message.to, message: label.message, handled: true }];
    case 'fire': {
      const { node, timer, key } = label;
      return [{ kind: 'fire', node, timer, key }];
    }
    case 'act': {
      const { node, action, params } = label;
      return [{ kind: 'act', node, action, params }];
    }
    case 'clock': {
      const { node, clock, by } = label;
      return [{ kind: 'clock', node, clock, by }];
    }
    case 'resume':
    case 'crash':
    case 'restart':
      return [{ kind: label.kind, node: label.node }];
    case 'lose':
    case 'corrupt':
      return [{ kind: label.kind, message: label.message }];
    case 'cut':
    case 'heal':
      return [{ kind: label.kind, cut: label.cut }];
    case 'stabilise':
    case 'tick':
      return [{ kind: label.kind }];
    default:
      return unhandled(label);
  }
}

function sentAndPaused({ events }: Pick<Step, 'events'>): Occurrence[] {
  return events.flatMap((event): Occurrence[] => {
    if (event.kind === 'sent') return [{ kind: 'send', node: event.message.from, message: event.message }];
    return event.kind === 'paused' ? [{ kind: 'pause', node: event.node }] : [];
  });
}

/** The event may be about this; what it says of the state is asked apart. */
export function fits(meant: Meant, found: Occurrence): boolean {
  switch (meant.kind) {
    case 'start':
    case 'pause':
    case 'resume':
    case 'crash':
    case 'restart':
      return found.kind === meant.kind && found.node === meant.node;
    case 'act':
      return (
        found.kind === 'act' &&
        found.node === meant.node &&
        found.action === meant.action &&
        meant.params.every((pattern, i) => isIn(pattern, found.params[i]))
      );
    case 'send':
      return found.kind === 'send' && found.node === meant.node && isMessage(meant.message, found.message);
    case 'receive':
      return (
        found.kind === 'receive' &&
        found.node === meant.node &&
        (meant.handled === null || meant.handled === found.handled) &&
        isMessage(meant.message, found.message)
      );
    case 'fire':
      return (
        found.kind === 'fire' && found.node === meant.node && found.timer === meant.timer && (meant.key === null || meant.key === found.key)
      );
    case 'clock':
      return (
        found.kind === 'clock' && found.node === meant.node && found.clock === meant.clock && (meant.by === null || meant.by === found.by)
      );
    case 'lose':
    case 'duplicate':
    case 'corrupt':
      return found.kind === meant.kind && isMessage(meant.message, found.message);
    case 'cut':
      return found.kind === 'cut' && (meant.members === null || cutsOff(found.cut, meant.members));
    case 'heal':
    case 'stabilise':
    case 'tick':
      return found.kind === meant.kind;
    case 'state':
      return false;
    default:
      return unhandled(meant);
  }
}

function isMessage({ message, fields, from, to }: MessageMeant, found: MessageState): boolean {
  if (found.message !== message || (from !== null && found.from !== from) || (to !== null && found.to !== to)) return false;
  return fields.every((pattern, i) => isIn(pattern, found.fields[i]));
}

/** The value may be the one that is known in part. */
export function isIn(pattern: ValuePattern, value: Value): boolean {
  switch (pattern.kind) {
    case 'any':
      return true;
    case 'exactly':
      return same(pattern.value, value);
    case 'parts':
      return Array.isArray(value) && pattern.parts.every((part, i) => isIn(part, (value as readonly Value[])[i]));
    default:
      return unhandled(pattern);
  }
}

function same(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((part, i) => same(part, b[i]));
}

/** What is known of a node's variables is so in this state; where nothing is known, it is. */
export function isSo(meant: StateMeant | null, { nodes }: State): boolean {
  return meant === null || meant.variables.every(({ variable, pattern }) => isIn(pattern, nodes[meant.node].variables[variable]));
}

/** A log that has all events of its kind has this one. */
export function mustBeLogged(complete: readonly Complete[], occurrence: Occurrence): boolean {
  return complete.some(
    ({ kind, node }) => kind === occurrence.kind && (node === null || ('node' in occurrence && occurrence.node === node)),
  );
}
