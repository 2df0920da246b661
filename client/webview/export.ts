/** The diagram as a picture of its own, light and opaque; with the run beside it, where one is drawn. */
import { type Counterexample, PICTURE_STYLE, spaceTime, spaceTimeLayout } from '#report/walk';
import type { Other } from './comparison.ts';
import { escaped } from './elements.ts';

/** Of a PNG: pixels of the picture for each of the diagram. */
const SCALE = 2;
/** Between two runs, and above each for its name. */
const GAP = 24;
const TITLE = 22;
/** Pixels of a character of a name. */
const CHARACTER = 7.4;

/** The text of an SVG; of a PNG base64. */
export async function savePicture(run: Counterexample, beside: Other | null, as: 'svg' | 'png'): Promise<string> {
  const svg = pictureOf(run, beside);
  return as === 'svg' ? svg : pngOf(svg);
}

/** It stands alone: its styles are in it. */
export function pictureOf({ replay, steps, story }: Counterexample, beside: Other | null = null): string {
  const inside = `<style>${PICTURE_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>`;
  const own = drawn({ replay, steps }, `Space-time diagram. ${story}`);
  if (beside === null) return own.svg.replace(/^<svg[^>]*>/, (open) => `${open}${inside}`);
  const other = drawn(beside.run, beside.name);
  const x = own.width + GAP;
  const width = x + Math.max(other.width, beside.name.length * CHARACTER);
  const height = TITLE + Math.max(own.height, other.height);
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const label = escaped(`${story} Beside it: ${beside.name}`);
  const titles = `<text x="4" y="15">This run</text><text x="${x + 4}" y="15">${escaped(beside.name)}</text>`;
  const both = `${placed(own.svg, 0)}${placed(other.svg, x)}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${label}">${inside}${titles}${both}</svg>`;
}

function drawn({ replay, steps }: Pick<Counterexample, 'replay' | 'steps'>, label: string) {
  const layout = spaceTimeLayout(replay, steps);
  return { svg: spaceTime(replay, steps, { escaped, label }, layout), width: layout.width, height: layout.height };
}

function placed(svg: string, x: number): string {
  return svg.replace(/^<svg /, `<svg x="${x}" y="${TITLE}" `);
}

async function pngOf(svg: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^[^,]*,/, '');
}
