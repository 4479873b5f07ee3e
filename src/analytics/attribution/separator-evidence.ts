/** What stands between channels in the files of others; a name of a channel has none of them. */
const USUAL = ['->', '=>', '>', '|', '→', '»', ';', ','] as const;

/** Whether paths are separated by something else than what was said. */
export class SeparatorEvidence {
  readonly #separator: string;
  readonly #found = new Map<string, number>(USUAL.map((other) => [other, 0]));
  #paths = 0;
  #separated = 0;

  constructor(separator: string) {
    this.#separator = separator;
  }

  add(paths: readonly string[]): void {
    for (const path of paths) {
      this.#paths += 1;
      if (path.includes(this.#separator)) this.#separated += 1;
      for (const other of USUAL) if (path.includes(other)) this.#found.set(other, (this.#found.get(other) ?? 0) + 1);
    }
  }

  /** What is in at least half of the paths where the separator is in none, or only as a part of it (`>` of `->`); else null. */
  other(): string | null {
    const found = USUAL.find((other) => {
      const paths = this.#found.get(other) ?? 0;
      const unseparated = other.includes(this.#separator) ? this.#separated - paths : this.#separated;
      return other !== this.#separator && unseparated === 0 && paths > 0 && paths >= this.#paths / 2;
    });
    return found ?? null;
  }
}
