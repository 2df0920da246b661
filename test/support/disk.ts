/** A disk of arrays, which can be full, and whose parts can be damaged. */
import { type Disk, DiskDamage, DiskRefusal, type PartFile } from '#checker';

export class MemoryDisk implements Disk {
  /** files that nobody has dropped */
  readonly files = new Set<PartFile>();
  /** bytes, of dropped files too */
  written = 0;
  read = 0;
  readonly #most: number;
  readonly #mostRead: number;

  /** It takes so many bytes in all, and gives so many. */
  constructor(most = Infinity, mostRead = Infinity) {
    this.#most = most;
    this.#mostRead = mostRead;
  }

  readonly open = (): PartFile => {
    const disk = this;
    const parts: Uint8Array[] = [];
    const file = {
      bytes: 0,
      append(part: Uint8Array) {
        if (disk.written + part.length > disk.#most) throw new DiskRefusal('stopped as the disk is full');
        disk.written += part.length;
        this.bytes += part.length;
        parts.push(part.slice());
      },
      read(part: number) {
        disk.read += parts[part].length;
        if (disk.read > disk.#mostRead) throw new DiskDamage('stopped as the disk is damaged');
        return parts[part].slice();
      },
      drop: () => disk.files.delete(file),
    };
    this.files.add(file);
    return file;
  };

  readonly clear = (): void => this.files.clear();
}
