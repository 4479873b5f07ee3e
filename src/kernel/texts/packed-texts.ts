/** Many texts without an object for each: their UTF-8, one after the other. */
export class PackedTexts {
  readonly #buffer: Buffer;

  /** @param starts where each text begins in the bytes, and at last where they end: one more than there are texts */
  constructor(
    readonly bytes: Uint8Array,
    readonly starts: Uint32Array,
  ) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  static of(texts: readonly string[]): PackedTexts {
    const starts = new Uint32Array(texts.length + 1);
    texts.forEach((text, place) => (starts[place + 1] = (starts[place] ?? 0) + Buffer.byteLength(text)));
    return new PackedTexts(Buffer.from(texts.join('')), starts);
  }

  get length(): number {
    return this.starts.length - 1;
  }

  /** Empty where there is none at the place. */
  at(place: number): string {
    return this.#buffer.toString('utf8', this.starts[place] ?? 0, this.starts[place + 1] ?? 0);
  }

  /** Those at some places. */
  pick(places: Uint32Array): PackedTexts {
    const starts = new Uint32Array(places.length + 1);
    for (let i = 0; i < places.length; i++) starts[i + 1] = (starts[i] ?? 0) + this.#lengthAt(places[i] ?? 0);
    const bytes = new Uint8Array(starts[places.length] ?? 0);
    for (let i = 0, at = 0; i < places.length; i++) at = this.copy(places[i] ?? 0, bytes, at);
    return new PackedTexts(bytes, starts);
  }

  /** Puts the bytes of a text where there is room for them. Returns where they end. */
  copy(place: number, target: Uint8Array, at: number): number {
    const { bytes, starts } = this;
    let to = at;
    for (let from = starts[place] ?? 0, end = starts[place + 1] ?? 0; from < end; from++)
      target[to++] = bytes[from] ?? 0;
    return to;
  }

  #lengthAt(place: number): number {
    return (this.starts[place + 1] ?? 0) - (this.starts[place] ?? 0);
  }
}
