import { type FileHandle, open, rm } from 'node:fs/promises';
import { StrataError } from '#sdk';

/** A row that was not kept. */
export interface Reject {
  /** Where it begins: the line of a text file, the row of another; from 1. */
  readonly line: number;
  readonly reason: string;
  /** Its cells by column, where it could be read. */
  readonly row?: Readonly<Record<string, unknown>>;
  /** The begin of what stands there, where it could not. */
  readonly text?: string;
}

/** Writes rows that were not kept to an NDJSON file, which is made with the first of them. */
export class RejectFile {
  #handle: FileHandle | null = null;
  #count = 0;

  private constructor(readonly path: string) {}

  /** Deletes what an earlier import left under this name. @throws StrataError BAD_FILE */
  static async replace(path: string): Promise<RejectFile> {
    await unwritable(path, rm(path, { force: true }));
    return new RejectFile(path);
  }

  /** Rows that were written. */
  get count(): number {
    return this.#count;
  }

  async write(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    this.#count += rejects.length;
    // They are about people: nobody else's business.
    this.#handle ??= await unwritable(this.path, open(this.path, 'w', 0o600));
    await unwritable(
      this.path,
      this.#handle.writeFile(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join('')),
    );
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }
}

async function unwritable<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new StrataError('BAD_FILE', `${path} cannot be written.`, {
      cause,
      problems: [{ file: path, message: 'rows that are not kept are to be written there', expected: '--rejects FILE' }],
    });
  }
}
