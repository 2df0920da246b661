/** How large a picture is, so that a page has its place before it has come. */
import { readFileSync } from 'node:fs';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** In pixels, of a PNG as its header says, of an SVG as its view box does. @throws Error where neither is found */
export function pictureSize(file: URL): PictureSize {
  const bytes = readFileSync(file);
  if (file.pathname.endsWith('.png')) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  const box = /<svg[^>]*\bviewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"/.exec(bytes.toString('utf8'));
  if (box === null) throw new Error(`no size: ${file.pathname}`);
  return { width: Math.round(Number(box[1])), height: Math.round(Number(box[2])) };
}
