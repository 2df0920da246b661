/**
 * What stands beside the steps of a space-time diagram: what a node read of a clock or a timer, how far it has come with a quorum, and, on a
 * lane of their own, what becomes of ghosts.
 */
import type { Mark, StepReport } from '../result/types.ts';
import { markLabel, markText } from '../words/moments.ts';
import { type Frame, round, text } from './frame.ts';
import type { Room, Spot } from './room.ts';

/** Pixels of a character, and of a line. */
const [CHARACTER, LINE] = [6.1, 11];
/** Characters of a line on the lane of ghosts. */
const MOST = 20;

export interface GhostLane {
  /** where its diamonds stand */
  readonly x: number;
  readonly width: number;
}

/** Right of the last lane; null where no ghost changes. */
export function ghostLane(steps: readonly Pick<StepReport, 'number' | 'changes'>[], right: number): GhostLane | null {
  const lines = steps.flatMap((step) => inLines(textOf(step)));
  if (lines.length === 0) return null;
  const longest = Math.max('ghosts'.length, ...lines.map(({ length }) => length));
  return { x: right + 10, width: Math.ceil(30 + longest * CHARACTER) };
}

function textOf({ changes }: Pick<StepReport, 'changes'>): string {
  return changes.flatMap(({ kind, text: words }) => (kind === 'ghost' ? [words] : [])).join(', ');
}

/** At most two; what is left out ends in an ellipsis. */
function inLines(words: string): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ').filter((one) => one !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= MOST) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, 2).map((one) => (one.length > MOST ? `${one.slice(0, MOST - 1)}…` : one));
  if (lines.length > 2 && !shown[1].endsWith('…')) shown[1] = `${shown[1].slice(0, MOST - 1)}…`;
  return shown;
}

/** A diamond in the row of each step that changes a ghost. */
export function ghosts({ escaped, y, bottom }: Frame, { x, width }: GhostLane, steps: readonly StepReport[]): string[] {
  const changed = Map.groupBy(
    steps.filter((step) => textOf(step) !== ''),
    ({ number }) => number,
  );
  const marks = [...changed].map(([number, all]) => {
    const words = all.map(textOf).join(', ');
    const at = y(number);
    const lines = inLines(words);
    const rows = lines.map((one, i) => text('aside', x + 9, at + 4 + (i - (lines.length - 1) / 2) * LINE, escaped(one)));
    const diamond = `<path class="ghost" d="M${x},${at - 5} l5,5 l-5,5 l-5,-5 z"/>`;
    return `<g><title>${escaped(`${number}: ${words}`)}</title>${diamond}${rows.join('')}</g>`;
  });
  return [
    text('name', x + width / 2 - 8, 22, 'ghosts'),
    `<line class="ghosts" x1="${x}" y1="34" x2="${x}" y2="${round(bottom)}"/>`,
    ...marks,
  ];
}

/** Beside the dots of the steps, where there is room. A quorum that is reached stands in a square. */
export function besides(frame: Frame, room: Room): string[] {
  const { replay, escaped, x, y } = frame;
  const ways = waysOf(frame);
  return replay.marks.map((mark) => {
    const [cx, cy] = [x(mark.node), y(mark.moment)];
    const label = labelOf(mark);
    const width = label.length * CHARACTER;
    const spots = spotsAt(cx, cy, width, frame.width, ways);
    const spot = spots[room.take(spots)];
    const kind = mark.kind === 'clock set' || (mark.kind === 'reading' && mark.instead !== null) ? 'aside bad' : 'aside';
    const square =
      mark.kind === 'quorum' && mark.reached ? `<rect class="quorum" x="${cx - 7}" y="${round(cy - 7)}" width="14" height="14"/>` : '';
    return `<g><title>${escaped(`${mark.moment}: ${markText(mark)}`)}</title>${square}${text(kind, spot.x, spot.y, escaped(label))}</g>`;
  });
}

function labelOf(mark: Mark): string {
  const words = markLabel(mark);
  return words.length > MOST + 4 ? `${words.slice(0, MOST + 3)}…` : words;
}

/** The ends of an arrow. */
type Way = readonly [x1: number, y1: number, x2: number, y2: number];

function waysOf({ replay: { letters }, x, y, bottom }: Frame): Way[] {
  return letters.flatMap(({ from, to, sent, left, copies }) =>
    [left, ...copies].map((at): Way => [x(from), y(sent), x(to), at === null ? bottom : at === sent ? y(sent) + 12 : y(at)]),
  );
}

/** Where no arrow runs first; then right of the dot and below; left of it where it would leave the diagram. */
function spotsAt(x: number, y: number, width: number, most: number, ways: readonly Way[]): Spot[] {
  const [right, left] = [x + 11, x - 11 - width];
  const all = [
    { x: right, y: y + 14, width },
    { x: right, y: y - 7, width },
    { x: left, y: y + 14, width },
    { x: left, y: y - 7, width },
  ];
  const inside = all.filter((spot) => spot.x >= 0 && spot.x + width <= most);
  const crossed = (spot: Spot) => ways.filter((way) => crosses(way, spot)).length;
  return (inside.length > 0 ? inside : all).toSorted((a, b) => crossed(a) - crossed(b));
}

/** By halves: a part of an arrow whose box does not meet the words crosses none of them. */
function crosses([x1, y1, x2, y2]: Way, spot: Spot): boolean {
  const isApart =
    Math.max(x1, x2) < spot.x ||
    Math.min(x1, x2) > spot.x + spot.width ||
    Math.max(y1, y2) < spot.y - LINE + 2 ||
    Math.min(y1, y2) > spot.y + 2;
  if (isApart) return false;
  if (Math.hypot(x2 - x1, y2 - y1) < 4) return true;
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return crosses([x1, y1, x, y], spot) || crosses([x, y, x2, y2], spot);
}
