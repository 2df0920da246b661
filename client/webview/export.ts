/** The diagram as a picture of its own, light and opaque. */
import { type Counterexample, PICTURE_STYLE, spaceTime } from '#report/walk';
import { escaped } from './elements.ts';

/** Of a PNG: pixels of the picture for each of the diagram. */
const SCALE = 2;

/** The text of an SVG; of a PNG base64. */
export async function savePicture(run: Counterexample, as: 'svg' | 'png'): Promise<string> {
  const svg = pictureOf(run);
  return as === 'svg' ? svg : pngOf(svg);
}

/** It stands alone: its styles are in it. */
export function pictureOf(run: Counterexample): string {
  const svg = spaceTime(run.replay, run.steps, { escaped, label: `Space-time diagram. ${run.story}` });
  const inside = `<style>${PICTURE_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>`;
  return svg.replace(/^<svg[^>]*>/, (open) => `${open}${inside}`);
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
