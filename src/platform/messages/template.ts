import { seamed } from '#strata/kernel/texts';

/** What was found in a hole. */
export interface HoleValue {
  readonly hole: string;
  readonly value: string;
  /** It stands between quotation marks: a name, or what somebody wrote. */
  readonly isQuoted: boolean;
}

const HOLE = /\{([A-Za-z]+)\}/;

/** A text with named holes in braces, such as `There is no fact "{name}"`. */
export class Template {
  /** The constant parts: one more than there are holes. */
  readonly constants: readonly string[];
  /** The names of the holes, in their order. */
  readonly holes: readonly string[];
  /** How many characters are the template's own. */
  readonly weight: number;

  constructor(text: string) {
    const pieces = text.split(HOLE);
    this.constants = pieces.filter((_, place) => place % 2 === 0);
    this.holes = pieces.filter((_, place) => place % 2 === 1);
    this.weight = this.constants.reduce((sum, { length }) => sum + length, 0);
  }

  /**
   * What stands in the holes of a text that was made of this template; undefined of any other text. Each hole ends where
   * the constant behind it comes first, so that it takes time in proportion to the text, whatever stands in it.
   */
  match(text: string): readonly HoleValue[] | undefined {
    const first = this.constants[0] ?? '';
    const last = this.constants.at(-1) ?? '';
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return undefined;
    const values: HoleValue[] = [];
    let from = first.length;
    for (const [place, hole] of this.holes.entries()) {
      const behind = this.constants[place + 1] ?? '';
      const to = place === this.holes.length - 1 ? end : text.indexOf(behind, from);
      if (to === -1 || to > end) return undefined;
      values.push({ hole, value: text.slice(from, to), isQuoted: this.#isQuoted(place) });
      from = to + behind.length;
    }
    return values;
  }

  /** The text with these values in its holes, as Chinese is set. */
  fill(values: ReadonlyMap<string, string>): string {
    return this.holes.reduce(
      (text, hole, place) => seamed(seamed(text, values.get(hole) ?? ''), this.constants[place + 1] ?? ''),
      this.constants[0] ?? '',
    );
  }

  #isQuoted(place: number): boolean {
    return /["“]$/.test(this.constants[place] ?? '') && /^["”]/.test(this.constants[place + 1] ?? '');
  }
}
