/** Answers of the proviso search in the editor: beside a property, in hovers of assumptions, and as edits. */
import { isWithin, type Quantity, type Row, type Rung } from '#checker';
import type { Fix, NetworkFault, Span } from '#grammar';
import { effectText, enumerate } from '#report';
import type { FoundProvisos } from './found-provisos.ts';
import type { Snapshot } from './snapshot.ts';

export function provisosOf({ provisos = [] }: Snapshot, system: string, property: string): FoundProvisos | null {
  return provisos.find((one) => one.system === system && one.property === property) ?? null;
}

/** For the hover of a property. */
export function provisosText(found: FoundProvisos): string {
  return `**Provisos**\n\n\`\`\`text\n${found.lines.join('\n')}\n\`\`\``;
}

// Assumptions

interface Assumed {
  /** the words of the assumption */
  readonly span: Span;
  /** its number; null where it has none, or no single one */
  readonly number: Span | null;
  readonly is: (quantity: Quantity) => boolean;
}

/** What a file's assumption sets say of quantities, with the set. */
function assumedIn({ parsed }: Snapshot): { readonly assume: string; readonly assumed: Assumed }[] {
  return parsed.file.assumes.flatMap(({ name, items }) =>
    items
      .flatMap((item): Assumed[] => {
        switch (item.kind) {
          case 'timing':
            return item.bounds.map(({ span, quantity, role, high }) => ({
              span,
              number: high.span,
              is: (q) => q.kind === quantity && (role === null || !('role' in q) || q.role === null || q.role === role.text),
            }));
          case 'network':
            return item.faults.map(({ span, kind, amount }) => ({
              span,
              number: amount?.span ?? null,
              is: NETWORK[kind],
            }));
          case 'fault':
            return [
              {
                span: item.span,
                number: item.upTo?.span ?? null,
                is: (q) =>
                  q.kind === (item.mode === 'byzantine' ? 'byzantine' : 'crashes') && item.roles.some(({ text }) => q.roles.includes(text)),
              },
            ];
          case 'clocks':
            return [{ span: item.span, number: null, is: (q) => q.kind === 'clock steps' }];
          case 'const':
          case 'setting':
          case 'limit':
            return [];
          default:
            return item satisfies never;
        }
      })
      .map((assumed) => ({ assume: name.text, assumed })),
  );
}

/** What `queue` and `capacity` say is no quantity of the space. */
const NETWORK: Readonly<Record<NetworkFault['kind'], (quantity: Quantity) => boolean>> = {
  queue: () => false,
  capacity: () => false,
  lossy: ({ kind }) => kind === 'losses',
  duplicating: ({ kind }) => kind === 'duplications',
  corrupting: ({ kind }) => kind === 'corruptions',
  fifo: ({ kind }) => kind === 'order',
  cuts: (q) => q.kind === 'cuts' && q.parting === 'two-way',
  'one-way cuts': (q) => q.kind === 'cuts' && q.parting === 'one-way',
  'link cuts': (q) => q.kind === 'cuts' && q.parting === 'link',
  'one-way link cuts': (q) => q.kind === 'cuts' && q.parting === 'one-way link',
};

/** What the properties that were searched need of the assumption at this place; null where none was, or there is none. */
export function assumedHover(snapshot: Snapshot, offset: number): { readonly span: Span; readonly text: string } | null {
  const here = at(snapshot, offset, offset);
  if (here === null) return null;
  const lines = here.needs.map(({ property, row }) => `- ${property}: ${told(row)}`);
  return lines.length === 0 ? null : { span: here.assumed.span, text: lines.join('\n') };
}

function told(row: Row): string {
  switch (row.effect.kind) {
    case 'does not matter':
      return 'does not matter alone';
    case 'no value helps':
      return 'no value of it alone makes it hold';
    case 'needs':
    case 'would fix':
    case 'not settled':
      return effectText(row);
    default:
      return row.effect satisfies never;
  }
}

interface Need {
  readonly property: string;
  readonly row: Row;
}

function at(snapshot: Snapshot, from: number, to: number): { readonly assumed: Assumed; readonly needs: readonly Need[] } | null {
  const { provisos = [] } = snapshot;
  for (const { assume, assumed } of assumedIn(snapshot)) {
    if (assumed.span.start > to || from > assumed.span.end) continue;
    const found = provisos.filter((one) => one.assume === assume);
    const needs = found.flatMap(({ property, rows }) => rows.flatMap((row) => (assumed.is(row.quantity) ? [{ property, row }] : [])));
    if (needs.length > 0) return { assumed, needs };
  }
  return null;
}

// Edits

/** What can be done with the answers, at this place: write one down, weaken an assumption to what is needed, repair one that is too weak. */
export function provisosFixes(snapshot: Snapshot, from: number, to: number): Fix[] {
  return [...written(snapshot, from, to), ...changed(snapshot, from, to)];
}

function written(snapshot: Snapshot, from: number, to: number): Fix[] {
  const { parsed, text, path, provisos = [] } = snapshot;
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const [first, last] = [lineOf(from), lineOf(to)];
  return parsed.file.systems.flatMap(({ name: system, items }) =>
    items.flatMap((item): Fix[] => {
      if (item.kind !== 'property') return [];
      const line = lineOf(item.name.span.start);
      const found = provisos.find((one) => one.system === system.text && one.property === item.name.text);
      if (line < first || last < line || found?.block == null) return [];
      const end = { file: path, start: text.length, end: text.length };
      const before = text.endsWith('\n') ? '' : '\n';
      return [
        { title: `Write the provisos of ${found.property} into the file`, edits: [{ span: end, text: `${before}${found.block}\n` }] },
      ];
    }),
  );
}

function changed(snapshot: Snapshot, from: number, to: number): Fix[] {
  const here = at(snapshot, from, to);
  const number = here?.assumed.number ?? null;
  if (here === null || number === null) return [];
  const names = [...new Set(here.needs.map(({ property }) => property))];
  const edits = (n: number) => [{ span: number, text: String(n) }];
  const broken = here.needs.filter(({ row }) => row.effect.kind === 'would fix');
  if (broken.length > 0) {
    const most = Math.min(...broken.map(({ row }) => greatest(row)));
    const who = enumerate([...new Set(broken.map(({ property }) => property))]);
    return Number.isFinite(most) && most >= 0 ? [{ title: `Assume at most ${most}: then ${who} holds`, edits: edits(most) }] : [];
  }
  const most = Math.min(...here.needs.map(({ row }) => greatest(row)));
  const isWeaker = here.needs.every(({ row }) => most > (numberOf(row.assumed, row) ?? Infinity));
  return Number.isFinite(most) && isWeaker
    ? [{ title: `Assume no more than ${enumerate(names)} needs: at most ${most}`, edits: edits(most) }]
    : [];
}

/** The greatest number with which the property holds; infinite where any will do, below 0 where none is known. */
function greatest(row: Row): number {
  const { effect } = row;
  switch (effect.kind) {
    case 'does not matter':
      return Infinity;
    case 'needs':
    case 'would fix':
      return Math.max(-1, ...effect.upTo.map((rung) => numberOf(rung, row) ?? Infinity));
    case 'no value helps':
    case 'not settled':
      return -1;
    default:
      return effect satisfies never;
  }
}

/** Null where there is no bound. A bound with a least delay, one that holds only in the end, or another way to crash, is none that a number makes. */
function numberOf(rung: Rung, { assumed, order }: Row): number | null {
  switch (rung.kind) {
    case 'bound':
      return rung.always && rung.least === 0 ? rung.most : -1;
    case 'count':
      return rung.most;
    case 'crash':
      if (rung.mode === null) return 0;
      return assumed.kind === 'crash' && isWithin({ ...assumed, most: rung.most }, rung, order) ? rung.most : -1;
    case 'order':
    case 'windows':
      return -1;
    default:
      return rung satisfies never;
  }
}
