/**
 * A run from top to bottom as a space-time diagram (Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", 1978): a lane
 * for each node, a row for each step, an arrow for each message. Colours are those of the classes, which the page sets.
 */
import type { Fate, Replay, StepReport, Travel } from '../result/types.ts';
import { besides, type GhostLane, ghostLane, ghosts } from './besides.ts';
import { type Frame, round, text } from './frame.ts';
import { Room } from './room.ts';

/** Pixels between two lanes. */
const LANE = 128;
const LEFT = 44;
const TOP = 34;
const ROW = 30;
/** of a tick that no row of the table tells */
const THIN = 9;

export interface SpaceTimeOptions {
  /** text as text of the page */
  readonly escaped: (text: string) => string;
  /** what a reader hears who does not see it */
  readonly label: string;
}

/** Where everything stands, in pixels. */
export interface SpaceTimeLayout {
  /** of each moment from 0 on */
  readonly rows: readonly number[];
  /** the middle of each node's lane */
  readonly lanes: readonly number[];
  /** where ghosts change; null where none does */
  readonly ghosts: GhostLane | null;
  /** below the last row */
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/** `lane`: pixels between two lanes. */
export function spaceTimeLayout(
  { moments, nodes }: Replay,
  steps: readonly Pick<StepReport, 'number' | 'changes'>[],
  lane: number = LANE,
): SpaceTimeLayout {
  const told = new Set(steps.map(({ number }) => number));
  const rows = [TOP + ROW];
  for (const [i, { kind }] of moments.entries()) rows.push(rows[i] + (kind === 'tick' && !told.has(i + 1) ? THIN : ROW));
  const bottom = rows[rows.length - 1] + ROW;
  const right = LEFT + lane * nodes.length;
  const ghosts = ghostLane(steps, right);
  const lanes = nodes.map((_, node) => LEFT + lane * (node + 0.5));
  return { rows, lanes, ghosts, bottom, width: right + (ghosts?.width ?? 0), height: bottom + 8 };
}

export function spaceTime(
  replay: Replay,
  steps: readonly StepReport[],
  { escaped, label }: SpaceTimeOptions,
  { rows, lanes: middles, ghosts: lane, bottom, width, height }: SpaceTimeLayout = spaceTimeLayout(replay, steps),
): string {
  const y = (moment: number) => {
    const [before, after] = [rows[Math.floor(moment)], rows[Math.min(Math.ceil(moment), rows.length - 1)]];
    return round(before + (after - before) * (moment - Math.floor(moment)));
  };
  const frame: Frame = { replay, escaped, x: (node) => middles[node], y, bottom, width };
  const room = new Room(frame);
  const beside = besides(frame, room);
  const parts = [
    ...loop(frame),
    ...lanes(frame),
    ...ticks(frame),
    ...cuts(frame),
    ...pauses(frame),
    ...letters(frame, room),
    ...dots(frame, steps),
    ...beside,
    ...(lane === null ? [] : ghosts(frame, lane, steps)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="run" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">${parts.join('')}</svg>`;
}

function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

function cross(x: number, y: number): string {
  return line('cross', x - 5, y - 5, x + 5, y + 5) + line('cross', x - 5, y + 5, x + 5, y - 5);
}

/** Thin and broken where the node is down. */
function lanes({ replay: { nodes, cells, first, moments }, escaped, x, y, bottom }: Frame): string[] {
  return nodes.flatMap(({ name }, node) => {
    const cell = cells.findIndex((one) => one.kind === 'status' && one.node === node);
    const parts = [text('name', x(node), TOP - 12, escaped(name))];
    let [from, state] = [TOP, cell < 0 ? 'up' : first[cell]];
    for (const [i, { changed }] of moments.entries()) {
      const now = changed.find(([one]) => one === cell);
      if (now === undefined) continue;
      parts.push(line(laneKind(state), x(node), from, x(node), y(i + 1)));
      [from, state] = [y(i + 1), now[1]];
    }
    return [...parts, line(laneKind(state), x(node), from, x(node), bottom)];
  });
}

function laneKind(state: unknown): string {
  return state === 'up' ? 'lane' : state === 'byzantine' ? 'lane liar' : 'lane down';
}

function loop({ replay: { loop: from, moments }, y, bottom, width }: Frame): string[] {
  if (from === null) return [];
  const top = from === moments.length ? y(from) + ROW / 2 : y(from + 0.5);
  const words = from === moments.length ? 'from here on nothing happens' : 'from here on this repeats forever';
  return [
    `<rect class="loop" x="2" y="${round(top)}" width="${width - 4}" height="${round(bottom + 4 - top)}" rx="8"/>`,
    text('forever', width - 10, top - 4, words),
  ];
}

/** The time, wherever it has changed. */
function ticks({ replay: { moments }, y, width }: Frame): string[] {
  return moments.flatMap(({ kind, time }, i) => {
    if (kind !== 'tick') return [];
    const isLast = moments[i + 1]?.kind !== 'tick';
    return [line('tick', 30, y(i + 1), width, y(i + 1)), ...(isLast ? [text('time', 26, y(i + 1) + 4, String(time))] : [])];
  });
}

function cuts({ replay: { moments }, y, width }: Frame): string[] {
  return moments.flatMap(({ kind }, i) => {
    if (kind !== 'cut' && kind !== 'heal' && kind !== 'stabilise') return [];
    const words = kind === 'cut' ? 'the network is cut' : kind === 'heal' ? 'it heals' : 'stable from here on';
    return [line(kind === 'stabilise' ? 'tick' : 'cut', LEFT, y(i + 1), width, y(i + 1)), text('note', LEFT + 4, y(i + 1) - 4, words)];
  });
}

function pauses({ replay: { pauses: all }, x, y }: Frame): string[] {
  return all.map(({ node, first, last }) => {
    const [top, end] = [y(first - 0.5), y(last) + 4];
    return `<rect class="pause" x="${x(node) - 5}" y="${top}" width="10" height="${round(end - top)}" rx="4"/>${text('note', x(node) + 9, (top + end) / 2 + 4, 'paused')}`;
  });
}

/** How a message ends that does not arrive; null where it does. */
type End = 'lost' | 'missed' | 'open' | null;

const ENDS: Readonly<Record<Fate, End>> = {
  delivered: null,
  lie: null,
  'taken by a liar': null,
  lost: 'lost',
  'not received': 'missed',
  cut: 'lost',
  'queue full': 'lost',
  'in flight': 'open',
};

function letters(frame: Frame, room: Room): string[] {
  return frame.replay.letters.map((travel) => {
    const { message, corrupted, fate, copies } = travel;
    const fields = message.fields.map(({ name, value }) => `${name}: ${value}`).join(', ');
    const became = corrupted === null ? '' : ', corrupted on its way';
    const title = `${message.name}${fields === '' ? '' : `(${fields})`} from ${message.from} to ${message.to}, ${fate}${became}`;
    const kind = fate === 'lie' || corrupted !== null ? 'bad' : '';
    const arrows = copies.map((at) => arrow(frame, room, travel, at, null, kind));
    return `<g class="travel"><title>${frame.escaped(title)}</title>${arrows.join('')}${arrow(frame, room, travel, travel.left, ENDS[fate], kind)}</g>`;
  });
}

/** Of its way: where a message that does not arrive ends. Not on the lane of a node between. */
const ENDING = 0.42;
/** Of an arrow's length: where its name may stand, the best place first. */
const SHARES = [0.5, 0.36, 0.64, 0.24, 0.76];
/** Pixels of a character of a name. */
const CHARACTER = 6.7;

function arrow(frame: Frame, room: Room, { from, to, sent, message }: Travel, at: number | null, end: End, kind: string): string {
  const { x, y, bottom, escaped } = frame;
  const begin = y(sent);
  // What goes at once still goes down a little, or it could not be told which way.
  const arrive = at === null ? bottom - 6 : at === sent ? begin + 12 : y(at);
  const [x1, whole] = [x(from), x(to)];
  const x2 = end === null || end === 'missed' ? whole : x1 + (whole - x1) * ENDING;
  const y2 = end === 'lost' ? begin + (arrive - begin) * ENDING : arrive;
  const name = escaped(message.name);
  const style = `letter ${end ?? ''} ${kind}`.trim();
  if (from === to) {
    const bend = `M${x1},${begin} C${x1 + 46},${begin} ${x1 + 46},${round(y2)} ${x1 + 4},${round(y2)}`;
    const head = end === 'lost' || end === 'missed' ? cross(x1 + 34, (begin + y2) / 2) : pointed(x1 + 40, y2, x1 + 4, y2, style);
    return `<path class="${style}" d="${bend}"/>${head}${text('message', x1 + 40, (begin + y2) / 2 + 4, name)}`;
  }
  const head = end === 'lost' || end === 'missed' ? cross(x2, y2) : end === 'open' ? '' : pointed(x1, begin, x2, y2, style);
  const width = message.name.length * CHARACTER;
  const [isRight, anchor] = x2 > x1 ? [true, 6] : [false, -6];
  const on = (share: number): [number, number] => [x1 + (x2 - x1) * share + anchor, begin + (y2 - begin) * share - 4];
  const spots = SHARES.map((share) => ({ x: on(share)[0] - (isRight ? 0 : width), y: on(share)[1], width }));
  const share = SHARES[room.take(spots)];
  const middle = text(isRight ? 'message' : 'message left', ...on(share), name);
  return `${line(style, x1, begin, x2, y2)}${head}${middle}`;
}

function pointed(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const tip = [x2 - 4 * Math.cos(angle), y2 - 4 * Math.sin(angle)];
  const corner = (turn: number) => `${round(tip[0] - 9 * Math.cos(angle + turn))},${round(tip[1] - 9 * Math.sin(angle + turn))}`;
  return `<polygon class="head ${kind}" points="${round(tip[0])},${round(tip[1])} ${corner(0.4)} ${corner(-0.4)}"/>`;
}

/** Each step at its node, with its number in the table; in a ring where it changes a ghost, which is what properties often look at. */
function dots({ replay: { moments, letters }, escaped, x, y }: Frame, steps: readonly StepReport[]): string[] {
  const texts = new Map(steps.map((step) => [step.number, step.text]));
  const ghosts = new Set(steps.filter(({ changes }) => changes.some(({ kind }) => kind === 'ghost')).map(({ number }) => number));
  return moments.flatMap(({ node, kind, fault, fails }, i) => {
    if (node === null) return [];
    const [cx, cy] = [x(node), y(i + 1)];
    const title = `<title>${escaped(`${i + 1}: ${texts.get(i + 1) ?? kind}`)}</title>`;
    const ring = ghosts.has(i + 1) ? `<circle class="ghost" cx="${cx}" cy="${cy}" r="7.5"/>` : '';
    const mark = kind === 'crash' ? cross(cx, cy) : `<circle class="${fault || fails ? 'step bad' : 'step'}" cx="${cx}" cy="${cy}" r="4"/>`;
    // On the side from which no message comes.
    const right = letters.some(({ from, to, left, copies }) => from < to && to === node && (left === i + 1 || copies.includes(i + 1)));
    const number = right ? text('number right', cx + 8, cy + 4, String(i + 1)) : text('number', cx - 8, cy - 5, String(i + 1));
    return [`<g>${title}${ring}${mark}${number}</g>`];
  });
}
