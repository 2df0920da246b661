/**
 * What may go wrong, to be told only where a search sees it happen. It is asked as any other question: a copy of the system marks the
 * moment by a ghost, and a `reachable` property asks for it. A ghost changes no run, so what the copy can do the system can.
 */
import type { Block, Diagnostic, HandlerMember, NodeItem, Span, System } from '#grammar';
import { Reporter } from '../report.ts';

export interface Suspect {
  /** what to say, without the run */
  readonly diagnostic: Diagnostic;
  /** the copy */
  readonly system: System;
}

/** Names of the ghost and of the property; no name in a file has a space. */
export const SEEN = 'seen by a lint';
const QUESTION = 'what a lint asks';

/** A reporter for one message. */
export function said(report: (reporter: Reporter) => void): Diagnostic {
  const reporter = new Reporter();
  report(reporter);
  return reporter.diagnostics[0];
}

/** The system with other members in one node, the ghost and, as its only property, the question. */
export function marked(system: System, node: NodeItem, members: NodeItem['members'], span: Span): System {
  const name = { text: SEEN, span };
  const items = system.items.flatMap((item) => (item.kind === 'property' ? [] : [item === node ? { ...node, members } : item]));
  return {
    ...system,
    items: [
      ...items,
      {
        kind: 'ghost',
        name,
        type: { kind: 'bool', span },
        initial: { kind: 'value', value: { kind: 'bool', value: false, span } },
        doc: null,
        span,
      },
      {
        kind: 'property',
        word: 'reachable',
        name: { text: QUESTION, span },
        formula: { kind: 'name', name, span },
        provided: null,
        doc: null,
        span,
      },
    ],
  };
}

/** The body, which first marks that it runs. */
export function marking(body: Block, span: Span): Block {
  const target = { kind: 'name', name: { text: SEEN, span }, span } as const;
  const set = { kind: 'assign', op: '=', target, value: { kind: 'bool', value: true, span }, span } as const;
  return { ...body, statements: [{ kind: 'ghost', body: { statements: [set], span }, span }, ...body.statements] };
}

/**
 * A guard that compares what a message brings (a term, an epoch, a number) with what the node has: it tells late messages from
 * current ones, and means to drop them.
 */
export function comparesMessage({ guard, triggers }: Pick<HandlerMember, 'guard' | 'triggers'>): boolean {
  const brought = new Set(
    triggers.flatMap((t) => (t.kind === 'name' ? (t.bindings ?? []).map(({ field, local }) => (local ?? field).text) : [])),
  );
  return brought.size > 0 && compares(guard, brought);
}

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'];

function compares(part: unknown, brought: ReadonlySet<string>): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('kind' in part && part.kind === 'binary' && 'op' in part && COMPARISONS.includes(String(part.op))) {
    const { left, right } = part as unknown as { left: unknown; right: unknown };
    const sides = [left, right].map((side) => ({
      brings: names(side).some((n) => brought.has(n)),
      own: names(side).some((n) => !brought.has(n)),
    }));
    if ((sides[0].brings && sides[1].own) || (sides[1].brings && sides[0].own)) return true;
  }
  return Object.entries(part).some(([key, child]) => key !== 'span' && compares(child, brought));
}

function names(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  if ('text' in part && typeof part.text === 'string') return [part.text];
  return Object.entries(part).flatMap(([key, child]) => (key === 'span' ? [] : names(child)));
}
