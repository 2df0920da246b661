/** What happens in a run as a log would say it, and why it does not explain an event. */
import type { Alternative, ConformAnswer, Difference, Model, Obstacle, Occurrence, ValuePattern, Weakening } from '#checker';
import { unhandled } from '#grammar';
import { cutOff } from '../facts/happened.ts';
import { formatMessage, formatValue, inBrackets, namedFields, timerName } from '../facts/values.ts';
import { namedLevelText } from './assumed.ts';
import { enumerate, plural } from './counts.ts';
import { healClause, stepClause } from './steps.ts';

/** "Worker#1 sends Renew to LeaseService" */
export function occurrenceText(model: Model, occurrence: Occurrence): string {
  const name = (node: number) => model.instances[node].name;
  switch (occurrence.kind) {
    case 'start':
      return `${name(occurrence.node)} starts`;
    case 'pause':
      return `${name(occurrence.node)} reaches a pause`;
    case 'resume':
      return `${name(occurrence.node)} goes on`;
    case 'crash':
      return `${name(occurrence.node)} crashes`;
    case 'restart':
      return `${name(occurrence.node)} restarts`;
    case 'act': {
      const { name: action, params } = model.roles[model.instances[occurrence.node].role].actions[occurrence.action];
      const named = namedFields(
        params.map(({ local }) => model.locals[local]),
        occurrence.params,
        model,
      );
      return `${name(occurrence.node)}: ${action}${named.length === 0 ? '' : inBrackets(named)}`;
    }
    case 'send':
      return `${name(occurrence.node)} sends ${formatMessage(occurrence.message, model)} to ${name(occurrence.message.to)}`;
    case 'receive': {
      const ignored = occurrence.handled ? '' : ', which no handler takes';
      return `${name(occurrence.node)} receives ${formatMessage(occurrence.message, model)} from ${name(occurrence.message.from)}${ignored}`;
    }
    case 'fire':
      return `${name(occurrence.node)}'s ${timerName(model, occurrence.node, occurrence.timer, occurrence.key)} runs out`;
    case 'clock':
      return `${name(occurrence.node)}'s clock ${model.clocks[occurrence.clock].name} steps by ${plural(occurrence.by, 'tick')}`;
    case 'lose':
    case 'duplicate':
    case 'corrupt': {
      const { message } = occurrence;
      const way = `${formatMessage(message, model)} from ${name(message.from)} to ${name(message.to)}`;
      return `${way} is ${{ lose: 'lost', duplicate: 'duplicated', corrupt: 'corrupted' }[occurrence.kind]}`;
    }
    case 'cut':
      return stepClause({ kind: 'cut', cut: cutOff(model, occurrence.cut) }).text;
    case 'heal':
      return healClause(cutOff(model, occurrence.cut)).text;
    case 'stabilise':
      return 'the system stabilises';
    case 'tick':
      return 'a tick passes';
    default:
      return unhandled(occurrence);
  }
}

/** "Worker#1 sends Renew to LeaseService: token is 1, logged 2" */
export function alternativeText(model: Model, { occurrence, obstacle }: Alternative): string {
  const why = obstacleText(model, obstacle);
  if (occurrence === null) return why;
  const what = occurrenceText(model, occurrence);
  return why === '' ? what : `${what}: ${why}`;
}

function obstacleText(model: Model, obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'different':
      return enumerate(obstacle.differences.map((one) => differenceText(model, one)));
    case 'other':
      return '';
    case 'time':
      return `possible at tick ${obstacle.tick}, logged at ${ticksText(obstacle)}`;
    case 'unlogged':
      return obstacle.missing.length === 0
        ? 'not logged, in a log that has all of these'
        : `in a step in which also ${enumerate(obstacle.missing.map((one) => occurrenceText(model, one)))}, and that is not logged there`;
    case 'error':
      return `the model fails in this step: ${obstacle.error.message}`;
    case 'bound':
      return `beyond a bound of the search, ${obstacle.bound}`;
    default:
      return unhandled(obstacle);
  }
}

function ticksText({ earliest, latest }: { readonly earliest: number; readonly latest: number }): string {
  return earliest === latest ? `tick ${earliest}` : `tick ${earliest} to ${latest}`;
}

function differenceText(model: Model, difference: Difference): string {
  const { logged, possible } = differenceValues(model, difference);
  return `${difference.name} is ${possible}, logged ${logged}`;
}

export function differenceValues(
  model: Model,
  { type, logged, possible }: Difference,
): { readonly logged: string; readonly possible: string } {
  return { logged: patternText(model, type, logged), possible: formatValue(type, possible, model) };
}

/** "Stamp(time: 2, by: ...)" */
function patternText(model: Model, type: Difference['type'], pattern: ValuePattern): string {
  switch (pattern.kind) {
    case 'any':
      return '...';
    case 'exactly':
      return formatValue(type, pattern.value, model);
    case 'parts': {
      if (type.kind === 'optional') return patternText(model, type.of, pattern);
      if (type.kind === 'struct')
        return `${type.name}${inBrackets(type.fields.map((field, i) => ({ name: field.name, value: patternText(model, field.type, pattern.parts[i]) })))}`;
      return type.kind === 'map' ? `{${pattern.parts.map((part) => patternText(model, type.value, part)).join(', ')}}` : '...';
    }
    default:
      return unhandled(pattern);
  }
}

/** "pause Worker <= 3 and losses <= 1" */
export function neededText({ changes }: Weakening): string {
  return enumerate(changes.map(({ quantity, needed }) => namedLevelText(quantity, needed)));
}

/** "conforms to Lease under Calm: 40 events, explained by a run of 52 steps, 12 of them not logged, with no fault" */
export function conformText({ outcome, events, explained, system, assume, bounds, stopped, run }: ConformAnswer): string {
  const under = `${system} under ${assume}`;
  const all = plural(events, 'event');
  switch (outcome) {
    case 'conforms':
      return `conforms to ${under}: ${all}${run === null ? '' : `, explained by ${runText(run)}`}`;
    case 'unexplained':
      return `no run of ${under} explains more than ${explained} of ${all}`;
    case 'undecided':
      return stopped === null
        ? `not decided for ${under}: no run within the bounds of the search (${bounds.join(', ')}) explains more than ${explained} of ${all}`
        : `not decided for ${under}: ${stopped}; ${explained} of ${all} are explained so far`;
    default:
      return unhandled(outcome);
  }
}

function runText({ steps, hidden, faults }: NonNullable<ConformAnswer['run']>): string {
  return `a run of ${plural(steps, 'step')}, ${hidden} of them not logged, with ${faults === 0 ? 'no fault' : plural(faults, 'fault')}`;
}
