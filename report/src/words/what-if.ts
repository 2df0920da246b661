/** What can happen next, in words: which assumption allows it, what holds the rest back, what it would show. */
import type { Allowed, Finding, Held, Model } from '#checker';
import { unhandled } from '#grammar';
import { nodeName } from '../facts/reader.ts';
import { faultText } from './blame.ts';
import { enumerate, plural } from './counts.ts';

/** "loss, 1 of 2 left", "Client#1 pauses: tick 1 of at most 2" */
export function allowedText(model: Model, allowed: Allowed): string {
  switch (allowed.kind) {
    case 'fault': {
      const { budget, fault } = allowed;
      if (budget === null) return faultText(fault);
      return `${faultText(fault)}, ${budget.limit - budget.used} of ${budget.limit} left`;
    }
    case 'pause': {
      const { node, ticks, most } = allowed;
      const bound = most === null ? ', and nothing bounds it' : `: tick ${ticks} of at most ${most}`;
      return `${nodeName(model, node)} pauses${bound}`;
    }
    default:
      return unhandled(allowed);
  }
}

/** "No tick passes before the turn of Client#1 (it may pause for at most 2 ticks)." */
export function heldText(model: Model, held: Held): string {
  switch (held.kind) {
    case 'tick': {
      const waits = held.nodes.map(({ node, most }) => {
        const pause = most === 0 ? 'may not pause' : `may pause for at most ${plural(most, 'tick')}`;
        return `${nodeName(model, node)} (it ${pause})`;
      });
      return `No tick passes before the turn of ${enumerate(waits)}.`;
    }
    case 'used up':
      return `No more of this: ${faultText(held.fault)}, ${held.limit} of ${held.limit} used.`;
    case 'stable':
      return `No more of this: ${faultText(held.fault)}, assumed until the stabilisation, which has come.`;
    default:
      return unhandled(held);
  }
}

/** "breaks InTurn", of a step that may come */
export function foreseenText(finding: Finding): string {
  switch (finding.kind) {
    case 'violated':
      return `breaks ${finding.property}`;
    case 'reached':
      return `reaches ${finding.property}`;
    case 'error':
      return `${finding.property} has no value: ${finding.error.message}`;
    default:
      return unhandled(finding);
  }
}

/** "InTurn is violated", of a step that was taken */
export function findingText(finding: Finding): string {
  switch (finding.kind) {
    case 'violated':
      return `${finding.property} is violated`;
    case 'reached':
      return `${finding.property} is reached`;
    case 'error':
      return foreseenText(finding);
    default:
      return unhandled(finding);
  }
}
