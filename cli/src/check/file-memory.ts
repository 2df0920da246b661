/**
 * What files came to, remembered by their bytes and those of all they import: a file that is as it was need not be read in earnest. Beneath it
 * each search is remembered by its meaning (campaign/cache.ts), for files that have changed in some other way.
 */
import type { Diagnostic } from '#grammar';
import { type Call, many } from '../call.ts';
import { type Found, readText, shown } from '../files.ts';
import { locate } from '../locate.ts';
import type { ImportMet } from '../sources.ts';
import type { DiskCache } from './cache.ts';
import { type Packed, packed, type Report, unpacked } from './packed.ts';
import type { Part } from './parts.ts';

/** A file that has no mistake. */
export interface KnownFile {
  readonly found: Found;
  /** its own text first */
  readonly texts: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  readonly parts: readonly Part[];
}

/** What became of one part. */
export interface Told {
  readonly diagnostics: readonly Diagnostic[];
  /** null where nothing was asked of it */
  readonly report: Report | null;
}

interface Entry {
  /** in the order in which they were met */
  readonly imports: readonly { readonly from: string; readonly written: string; readonly path: string; readonly hash: string }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly parts: readonly Part[];
}

interface KeptPart {
  readonly diagnostics: readonly Diagnostic[];
  readonly packed: Packed | null;
}

export class FileMemory {
  readonly #cache: DiskCache;
  /** what a report depends on besides the file */
  readonly #question: string;
  /** of files whose parts are being told: by number of the part; null where one of them cannot be kept */
  readonly #open = new Map<KnownFile, Map<number, KeptPart> | null>();

  constructor(cache: DiskCache, call: Call) {
    const { forget, traces, reduction, 'max-states': states } = call.options;
    this.#cache = cache;
    this.#question = JSON.stringify([many(call, 'property'), traces === true, reduction !== false, forget === true, states ?? null]);
  }

  /** null where it, or something that it imports, is not as it was when it had no mistake. */
  find(found: Found): KnownFile | null {
    const content = readText(found.path);
    if ('problem' in content) return null;
    const entry = this.#cache.get(this.#keyOf(found, content.text)) as Entry | null;
    if (entry === null) return null;
    const texts = new Map([[found.path, content.text]]);
    for (const { from, written, path, hash } of entry.imports) {
      const target = locate(found.folder, from, written);
      if ('problem' in target || target.path !== path || this.#cache.hash([target.text]) !== hash) return null;
      texts.set(path, target.text);
    }
    return { found, texts, diagnostics: entry.diagnostics, parts: entry.parts };
  }

  note({ found, texts, diagnostics, parts }: KnownFile, imports: readonly ImportMet[]): void {
    const met = imports.map(({ from, written, path, text }) => ({ from, written, path, hash: this.#cache.hash([text]) }));
    const entry: Entry = { imports: met, diagnostics, parts };
    this.#cache.put(this.#keyOf(found, texts.get(found.path)!), entry);
  }

  /** Of these of its parts, by number; null where not all of it is known. */
  told(file: KnownFile, chosen: readonly number[]): ReadonlyMap<number, Told> | null {
    const kept = this.#cache.get(this.#keyOfParts(file, chosen)) as ReadonlyMap<number, KeptPart> | null;
    if (kept === null) return null;
    return new Map(
      [...kept].map(([i, { diagnostics, packed }]) => [i, { diagnostics, report: packed === null ? null : unpacked(packed) }]),
    );
  }

  /** `final`: it is the same however much is allowed. `took`: milliseconds. The last of those that are chosen makes all of them known. */
  tell(file: KnownFile, chosen: readonly number[], part: number, { diagnostics, report }: Told, final: boolean, took: number): void {
    const open = this.#open.has(file) ? this.#open.get(file)! : new Map<number, KeptPart>();
    const data = report === null ? null : final && open !== null ? packed(report, took) : null;
    const isLost = open === null || !final || (report !== null && data === null);
    this.#open.set(file, isLost ? null : open.set(part, { diagnostics, packed: data }));
    if (!isLost && open.size === chosen.length) this.#cache.put(this.#keyOfParts(file, chosen), open);
  }

  #keyOf({ path, folder }: Found, text: string): string {
    return this.#cache.hash(['file', path, shown(folder), text]);
  }

  #keyOfParts({ found, texts }: KnownFile, chosen: readonly number[]): string {
    return this.#cache.hash(['told', found.path, shown(found.folder), ...[...texts].flat(), JSON.stringify(chosen), this.#question]);
  }
}
