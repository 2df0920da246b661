/** Facts about a state: "Worker#1.outOfTurn is true", "no Pong is in flight". */
import { unhandled } from '#grammar';
import type { Element, Fact, Facts } from '../facts/predicate.ts';
import { enumerate, plural } from './counts.ts';
import { isText } from './steps.ts';

/** " for Worker#1: outOfTurn is true" */
export function factsText({ who, what }: Facts): string {
  // A single node need not be named again.
  const node = who.length === 1 && who[0].name === null ? who[0].value : null;
  const facts = what.map((fact) => factText(fact, node));
  const told = facts.length === 0 ? '' : `: ${enumerate(facts)}`;
  return who.length === 0 ? told : ` for ${enumerate(who.map(elementText))}${told}`;
}

/** "Worker#1", "token 1" */
function elementText({ name, value }: Element): string {
  return name === null ? value : `${name} ${value}`;
}

/** `at`: the node whose variables need no name before them */
export function factText(fact: Fact, at: string | null = null): string {
  const place = ({ node, name }: { readonly node: string | null; readonly name: string }) =>
    node === null || node === at ? name : `${node}.${name}`;
  const is = (past: boolean) => (past ? 'was' : 'is');
  switch (fact.kind) {
    case 'value':
      return `${place(fact)} ${is(fact.past)} ${fact.value}`;
    case 'moved':
      return `${place(fact)} goes from ${fact.from} to ${fact.to}`;
    case 'node':
      return `${fact.node} ${is(fact.past)} ${fact.is}`;
    case 'stable':
      return `the system ${is(fact.past)} ${fact.is ? 'stable' : 'not stable'}`;
    case 'enabled':
      return `${fact.node}.${fact.turn} ${is(fact.past)} ${fact.is ? '' : 'not '}enabled`;
    case 'in flight':
      return inFlightText(fact);
    case 'knows': {
      const names = fact.names.length === 0 ? '' : ` (${fact.names.map(isText).join(', ')})`;
      const verb = fact.past ? (fact.knows ? 'knew' : 'did not know') : fact.knows ? 'knows' : 'does not know';
      return `${fact.node} ${verb} \`${fact.what}\`${names}`;
    }
    default:
      return unhandled(fact);
  }
}

function inFlightText({ message, count, past }: Extract<Fact, { kind: 'in flight' }>): string {
  const verb = past ? (count > 1 ? 'were' : 'was') : count > 1 ? 'are' : 'is';
  return `${count === 0 ? 'no' : count} ${message} ${verb} in flight`;
}

/** "3 ticks have passed and still holder is none" */
export function lateText(within: number, { what }: Facts): string {
  const still = what.length === 0 ? 'it has not come about' : `still ${enumerate(what.map((fact) => factText(fact)))}`;
  return `${plural(within, 'tick')} ${within === 1 ? 'has' : 'have'} passed and ${still}`;
}
