/** Files for a search that goes on on disk. The caller has them; they are of no use to anyone once the search is over. */
export interface Disk {
  /** A new, empty file. Throws `DiskRefusal`, as appending to it does. */
  open(): PartFile;
  /** Drops every file that is still there. */
  clear(): void;
}

/** A file of parts, which are written one after the other. */
export interface PartFile {
  readonly bytes: number;
  /** Adds a part. The bytes are the caller's again once it returns. */
  append(part: Uint8Array): void;
  /** A part by its number, just as it was appended; it stands at the beginning of a buffer of its own. Throws `DiskDamage`. */
  read(part: number): Uint8Array;
  /** Nobody needs it any more. */
  drop(): void;
}

/** The disk is full, or used up as far as it may be. The message is why a search ends: "stopped at ...". */
export class DiskRefusal extends Error {}

/** What was written cannot be read, or not as it was. The message is like a refusal's. */
export class DiskDamage extends Error {}

export interface DiskOptions {
  readonly disk: Disk;
  /** go on there from so many states on, however much memory is left; once memory nears its budget unless given */
  readonly from?: number;
  /** states that wait together to be looked for, at most: as many as fit into memory, up to 16 million, unless given */
  readonly most?: number;
}
