/**
 * A run as a picture: a lane for each node, time from left to right, an arrow with its name for each message, and the numbers of
 * the steps below. What is lost ends in a cross; crashes, pauses and ticks are drawn as what they are; what repeats forever stands in a frame. Opaque, so that it
 * reads whatever is behind it.
 */
import { unhandled } from '#grammar';
import { pausesOf } from '../facts/pauses.ts';
import { nodeOf, type Reader } from '../facts/reader.ts';
import { travelsOf } from '../replay/letters.ts';
import type { Fate } from '../result/types.ts';

export type PictureTheme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly faint: string;
  readonly message: string;
  readonly fault: string;
}

const PALETTES: Record<PictureTheme, Palette> = {
  light: { paper: '#ffffff', ink: '#1f2328', faint: '#c8ccd1', message: '#0b62c4', fault: '#c0272d' },
  dark: { paper: '#1e1e1e', ink: '#d4d4d4', faint: '#4a4a4a', message: '#6cb2ff', fault: '#ff7b72' },
  highContrast: { paper: '#000000', ink: '#ffffff', faint: '#7a7a7a', message: '#3ff23f', fault: '#ff6b6b' },
  highContrastLight: { paper: '#ffffff', ink: '#000000', faint: '#767676', message: '#0f4a85', fault: '#a31515' },
};

/** Whether a message of this fate is drawn as lost. */
const LOST: Readonly<Record<Fate, boolean>> = {
  delivered: false,
  'in flight': false,
  lie: false,
  lost: true,
  'not received': true,
  cut: true,
  'queue full': true,
  'taken by a liar': false,
};

const WIDTH = 700;
const TOP = 22;
/** Room for the numbers of the steps. */
const BOTTOM = 16;
const MOST_HEIGHT = 200;
/** Pixels between two steps of a short run. */
const MOST_GAP = 90;
/** Columns beyond this would stand too close to be told apart: the end of the run is what matters. */
const MOST_COLUMNS = 48;

/** The text of an SVG, at most 700 by 200. */
export function picture(reader: Reader, theme: PictureTheme): string {
  const { model, trace } = reader;
  const palette = PALETTES[theme];
  const first = Math.max(0, trace.steps.length - MOST_COLUMNS);
  const left = 14 + 6.6 * Math.max(...model.instances.map(({ name }) => name.length));
  const lane = Math.min(36, (MOST_HEIGHT - TOP - BOTTOM) / model.instances.length);
  const height = Math.round(TOP + lane * model.instances.length + BOTTOM);
  const gap = (WIDTH - left - 16) / Math.max(1, trace.steps.length - first);
  const x = (step: number) => round(left + (step - first + 0.6) * Math.min(gap, MOST_GAP));
  const y = (node: number) => round(TOP + lane * (node + 0.5));
  const frame: Frame = { reader, palette, first, left, x, y, lane, end: trace.steps.length };
  const parts = [
    `<rect width="${WIDTH}" height="${height}" fill="${palette.paper}"/>`,
    ...lanes(frame),
    ...loop(frame, height),
    ...ticks(frame, height),
    ...cuts(frame, height),
    ...pauses(frame),
    ...messages(frame),
    ...steps(frame),
    ...numbers(frame, height),
  ];
  const style = `font-family="ui-monospace,Menlo,Consolas,monospace" font-size="11"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ${style}>${parts.join('')}</svg>`;
}

interface Frame {
  readonly reader: Reader;
  readonly palette: Palette;
  /** the first step that is drawn */
  readonly first: number;
  readonly left: number;
  readonly x: (step: number) => number;
  readonly y: (node: number) => number;
  readonly lane: number;
  readonly end: number;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function line(x1: number, y1: number, x2: number, y2: number, colour: string, more = ''): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" ${more}/>`;
}

function cross(x: number, y: number, colour: string): string {
  return line(x - 4, y - 4, x + 4, y + 4, colour, 'stroke-width="2"') + line(x - 4, y + 4, x + 4, y - 4, colour, 'stroke-width="2"');
}

function lanes({ reader: { model }, palette, left, y, x, end }: Frame): string[] {
  return model.instances.flatMap(({ name }, node) => [
    `<text x="6" y="${y(node) + 4}" fill="${palette.ink}">${escaped(name)}</text>`,
    line(round(left), y(node), Math.min(WIDTH - 6, x(end)), y(node), palette.faint),
  ]);
}

/** What goes on forever, in a frame. */
function loop({ reader: { trace }, palette, x, end, first }: Frame, height: number): string[] {
  if (trace.loop === undefined || trace.loop >= end) return [];
  const from = x(Math.max(first, trace.loop) - 0.45);
  return [
    `<rect x="${from}" y="3" width="${round(x(end - 1) - from + 14)}" height="${height - BOTTOM - 2}" rx="6" fill="none" stroke="${palette.ink}" stroke-dasharray="4 3"/>`,
    `<text x="${from + 6}" y="14" fill="${palette.ink}">forever</text>`,
  ];
}

function ticks({ reader: { trace }, palette, x, first }: Frame, height: number): string[] {
  return trace.steps.flatMap(({ step, time }, i) => {
    if (step.label.kind !== 'tick' || i < first) return [];
    const isTold = trace.steps[i + 1]?.step.label.kind !== 'tick' && (trace.loop === undefined || i < trace.loop);
    const label = !isTold ? '' : `<text x="${x(i) - 3}" y="14" fill="${palette.ink}">${time}</text>`;
    return [line(x(i), TOP - 4, x(i), height - BOTTOM + 2, palette.faint, 'stroke-dasharray="1 3"'), label];
  });
}

/** Where the network is cut and where it heals. */
function cuts({ reader: { trace }, palette, x, first }: Frame, height: number): string[] {
  return trace.steps.flatMap(({ step: { label } }, i) => {
    if (i < first || (label.kind !== 'cut' && label.kind !== 'heal')) return [];
    const text = `<text x="${x(i) + 3}" y="${height - 13}" fill="${palette.fault}">${label.kind === 'cut' ? 'cut' : 'heals'}</text>`;
    return [line(x(i), TOP - 4, x(i), height - 4, palette.fault, 'stroke-dasharray="5 3"'), text];
  });
}

function pauses({ reader, palette, x, y, first }: Frame): string[] {
  return pausesOf(reader.model, reader.trace)
    .filter(({ last }) => last >= first)
    .map((pause) => {
      const from = x(Math.max(first, pause.first) - 0.4);
      const width = round(x(pause.last + 0.4) - from);
      return `<rect x="${from}" y="${y(pause.node) - 5}" width="${width}" height="10" rx="3" fill="${palette.fault}" opacity="0.55"><title>paused</title></rect>`;
    });
}

function messages({ reader, palette, x, y, first, end }: Frame): string[] {
  const { model, trace } = reader;
  const names = new Labels(palette);
  const drawn = travelsOf(model, trace).flatMap(({ message: { name, from, to }, ...travel }) => {
    // The step behind which a moment comes: what is lost as it is sent goes half a step of its own.
    const lost = LOST[travel.fate];
    const [sent, gone] = [
      travel.sent - 1,
      travel.left === travel.sent && lost ? travel.sent - 0.5 : travel.left === null ? null : travel.left - 1,
    ];
    if ((gone ?? end) < first) return [];
    const [x1, y1] = [x(Math.max(sent < 0 ? -0.6 : sent, first - 0.6)), y(travel.from)];
    const title = `<title>${escaped(name)} from ${escaped(from)} to ${escaped(to)}</title>`;
    const arrive = (at: number | null, isLost: boolean, from: readonly [number, number]) => {
      const toX = x(at ?? end - 0.4);
      const whole = y(travel.to);
      // What does not arrive is drawn half of the way.
      const toY = isLost || at === null ? round((y(travel.from) + whole) / 2) : whole;
      const colour = isLost ? palette.fault : palette.message;
      const body = line(...from, toX, toY, colour, at === null ? 'stroke-width="1.5" stroke-dasharray="3 3"' : 'stroke-width="1.5"');
      const head = isLost ? cross(toX, toY, palette.fault) : at === null ? '' : arrow(...from, toX, toY, colour);
      return body + head;
    };
    const copies = travel.copies.filter((at) => at - 1 >= first).map((at) => arrive(at - 1, false, [x1, y1]));
    const toY = lost || gone === null ? (y(travel.from) + y(travel.to)) / 2 : y(travel.to);
    // Copies of a broadcast carry the name once.
    names.add(name, `${name} ${travel.from} ${travel.sent}`, [x1, y1], [x(gone ?? end - 0.4), toY], lost);
    return [`<g>${title}${copies.join('')}${arrive(gone, lost, [x1, y1])}</g>`];
  });
  return [...drawn, ...names.parts];
}

type Point = readonly [x: number, y: number];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels of a letter of a label. */
const LETTER = 5.4;

/** Names along arrows; one for which there is no room is left to the arrow's title. */
class Labels {
  readonly parts: string[] = [];
  readonly #palette: Palette;
  readonly #seen = new Set<string>();
  readonly #boxes: Box[] = [];

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  add(name: string, key: string, [x1, y1]: Point, [x2, y2]: Point, isLost: boolean): void {
    if (this.#seen.has(key)) return;
    const angle = Math.atan2(y2 - y1, x2 - x1);
    // Letters on a steep arrow are hard to read: they stand upright beside it.
    const isSteep = Math.abs(angle) > 1.05;
    const turn = isSteep ? 0 : angle;
    const long = name.length * LETTER;
    const [width, height] = [long * Math.cos(turn) + 4, 10 + Math.abs(long * Math.sin(turn))];
    for (const part of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const [x, y] = [x1 + (x2 - x1) * part + (isSteep ? long / 2 + 5 : 0), y1 + (y2 - y1) * part];
      const box = { left: x - width / 2, right: x + width / 2, top: y - height / 2 - 4, bottom: y + height / 2 - 4 };
      if (box.right > WIDTH || this.#boxes.some((other) => overlap(box, other))) continue;
      this.#boxes.push(box);
      this.#seen.add(key);
      const { paper, fault, message } = this.#palette;
      const rotation = isSteep ? '' : ` transform="rotate(${round((turn * 180) / Math.PI)} ${round(x)} ${round(y)})"`;
      this.parts.push(
        `<text x="${round(x)}" y="${round(y - (isSteep ? -3 : 3))}"${rotation} text-anchor="middle" font-size="9" fill="${isLost ? fault : message}" stroke="${paper}" stroke-width="3" paint-order="stroke">${escaped(name)}</text>`,
      );
      return;
    }
  }
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Under each step that is no tick its number, as the steps are told; where there is no room for all, some. */
function numbers({ reader: { trace }, palette, x, first }: Frame, height: number): string[] {
  const apart = x(first + 1) - x(first);
  let free = -Infinity;
  return trace.steps.flatMap(({ step: { label } }, i) => {
    const text = String(i + 1);
    const wide = text.length * 5 + 2;
    if (i < first || label.kind === 'tick' || (apart < wide && x(i) - wide / 2 < free)) return [];
    free = x(i) + wide / 2;
    return [`<text x="${x(i)}" y="${height - 3}" text-anchor="middle" font-size="9" fill="${palette.ink}" opacity="0.75">${text}</text>`];
  });
}

function arrow(x1: number, y1: number, x2: number, y2: number, colour: string): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const point = (turn: number) => `${round(x2 - 8 * Math.cos(angle + turn))},${round(y2 - 8 * Math.sin(angle + turn))}`;
  return `<polygon points="${x2},${y2} ${point(0.4)} ${point(-0.4)}" fill="${colour}"/>`;
}

function steps({ reader: { trace }, palette, x, y, first }: Frame): string[] {
  return trace.steps.flatMap((traceStep, i) => {
    const node = nodeOf(traceStep);
    if (i < first || node === null) return [];
    const { label } = traceStep.step;
    const dot = (colour: string) => [`<circle cx="${x(i)}" cy="${y(node)}" r="3" fill="${colour}"/>`];
    switch (label.kind) {
      case 'crash':
        return [cross(x(i), y(node), palette.fault)];
      case 'lie':
      case 'clock':
        return dot(palette.fault);
      case 'deliver':
      case 'fire':
      case 'resume':
      case 'act':
      case 'restart':
      case 'duplicate':
        return dot(palette.ink);
      case 'tick':
      case 'stabilise':
      case 'lose':
      case 'corrupt':
      case 'cut':
      case 'heal':
        // Not of a node: drawn by others, or seen at a message.
        return [];
      default:
        return unhandled(label);
    }
  });
}
