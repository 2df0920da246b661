/**
 * A specification as the fragment of an address, which no browser sends anywhere: the text in UTF-8, deflated in zlib's format, whose sum
 * shows damage, in the letters that an address may hold; of several files JSON with their names. Bounded both ways, so that no address can unpack
 * to more than a page stands.
 */

/** What an address begins with, behind `#`: one text, or several files. The number is that of the format. */
const [ONE, SEVERAL] = ['spec=1.', 'spec=2.'];
/** Bytes of a text, its lines, and letters of an address. */
export const MOST_BYTES = 65_536;
export const MOST_LINES = 3_000;
export const MOST_LETTERS = 32_000;
export const MOST_FILES = 8;

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The name of the first file, and of one that is alone. */
export const FIRST = 'specification.proviso';

export function isFileName(name: string): boolean {
  return /^[\w-]{1,40}\.proviso$/.test(name);
}

export type Shared =
  | { readonly files: readonly NamedText[] }
  /** why there is none; a sentence */
  | { readonly problem: string };

/** The fragment without its `#`; or why the files cannot be shared so. Of one alone the name is forgotten. */
export async function shared(files: readonly NamedText[]): Promise<{ readonly fragment: string } | { readonly problem: string }> {
  const text = files.length === 1 ? files[0].text : JSON.stringify(files.map((file) => [file.name, file.text]));
  if (!files.every((file) => isText(file.text)))
    return { problem: 'It holds a character that is none in UTF-8, or of the number 0, and cannot be a link.' };
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MOST_BYTES || lineCount(files) > MOST_LINES) return { problem: `It is too long for a link: ${LIMITS}.` };
  const packed = await within(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate')), MOST_BYTES * 2);
  const letters = toBase64Url(packed);
  if (letters.length > MOST_LETTERS) return { problem: `It is too long for a link: packed it has more than ${MOST_LETTERS} letters.` };
  return { fragment: (files.length === 1 ? ONE : SEVERAL) + letters };
}

/** Null where the fragment is none of a specification. */
export async function unshared(fragment: string): Promise<Shared | null> {
  if (!fragment.startsWith('spec=')) return null;
  const key = [ONE, SEVERAL].find((one) => fragment.startsWith(one));
  if (key === undefined) return { problem: 'This link was made by another version of the playground.' };
  const letters = fragment.slice(key.length);
  if (letters.length > MOST_LETTERS) return { problem: `The specification in this link is too long: ${LIMITS}.` };
  const packed = fromBase64Url(letters);
  if (packed === null) return { problem: DAMAGED };
  let bytes: Uint8Array;
  try {
    bytes = await within(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')), MOST_BYTES);
  } catch (error) {
    if (error instanceof RangeError) return { problem: `The specification in this link is too long: ${LIMITS}.` };
    if (error instanceof TypeError) return { problem: DAMAGED };
    throw error;
  }
  const text = textOf(bytes);
  const files = text === null ? null : key === ONE ? [{ name: FIRST, text }] : filesOf(text);
  if (files === null || !files.every((file) => isText(file.text))) return { problem: DAMAGED };
  return lineCount(files) > MOST_LINES ? { problem: `The specification in this link is too long: ${LIMITS}.` } : { files };
}

/** Null where it is not what {@link shared} makes of several files. */
function filesOf(json: string): NamedText[] | null {
  const found = parsed(json);
  if (!Array.isArray(found) || found.length < 2 || found.length > MOST_FILES) return null;
  const files = found.flatMap((one: unknown) => {
    const [name, text] = Array.isArray(one) && one.length === 2 ? (one as unknown[]) : [];
    return typeof name === 'string' && typeof text === 'string' && isFileName(name) ? [{ name, text }] : [];
  });
  const names = new Set(files.map(({ name }) => name.toLowerCase()));
  return files.length === found.length && names.size === files.length && files[0].name === FIRST ? files : null;
}

/** Null where it is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const LIMITS = `at most ${MOST_BYTES / 1024} KiB and ${MOST_LINES.toLocaleString('en')} lines`;
const DAMAGED = 'This link is damaged: a part of it is missing or was changed. Ask for it again, or for the file.';

/** @throws RangeError as soon as there are more bytes than that */
async function within(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new RangeError('too many bytes');
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Half of a pair of surrogates has no bytes in UTF-8. */
function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** However a line ends. */
function lineCount(files: readonly NamedText[]): number {
  return files.reduce((count, { text }) => count + text.split(/\r\n?|\n/).length, 0);
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Null where it is none. */
function fromBase64Url(letters: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/.test(letters)) return null;
  try {
    return Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Null where it is not in UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
