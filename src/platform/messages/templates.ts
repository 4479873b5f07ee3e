import { type HoleValue, Template } from './template.js';

/** A message, taken apart. */
interface Made {
  /** What the template that made it is in the other language. */
  readonly said: Template;
  readonly values: readonly HoleValue[];
}

interface Entry {
  readonly template: Template;
  readonly said: Template;
}

/**
 * Templates of messages, to find the one that made a message. One is looked at only where the message has its rarest
 * word, so that hundreds of them cost a message what a few do.
 */
export class Templates {
  readonly #whole = new Map<string, Template>();
  readonly #byWord = new Map<string, Entry[]>();

  /** @param entries templates of two languages, with the same holes */
  constructor(entries: Readonly<Record<string, string>>) {
    const all = Object.entries(entries).map(([text, said]) => ({
      text,
      template: new Template(text),
      said: new Template(said),
    }));
    for (const { text, template, said } of all) if (template.holes.length === 0) this.#whole.set(text, said);
    this.#index(all.filter(({ template }) => template.holes.length > 0));
  }

  /** The template that has the most in common with a message; undefined where none made it. */
  find(message: string): Made | undefined {
    const whole = this.#whole.get(message);
    if (whole !== undefined) return { said: whole, values: [] };
    const words = new Set(message.match(WORDS) ?? []);
    let weight = 0;
    let found: Made | undefined;
    for (const word of ['', ...words]) {
      for (const { template, said } of this.#byWord.get(word) ?? []) {
        const values = template.weight > weight ? template.match(message) : undefined;
        if (values !== undefined) [weight, found] = [template.weight, { said, values }];
      }
    }
    return found;
  }

  #index(entries: readonly Entry[]): void {
    const counts = new Map<string, number>();
    const words = entries.map(({ template }) => wholeWords(template));
    for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [place, entry] of entries.entries()) {
      const [rarest = ''] = (words[place] ?? []).toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
      this.#byWord.set(rarest, [...(this.#byWord.get(rarest) ?? []), entry]);
    }
  }
}

const WORDS = /[A-Za-z']+/g;

/** The words of a template that no value can make longer. */
function wholeWords({ constants }: Template): readonly string[] {
  const words = constants.flatMap((constant, place) => {
    const behindHole = place === 0 ? constant : constant.replace(/^[A-Za-z']+/, '');
    return (place === constants.length - 1 ? behindHole : behindHole.replace(/[A-Za-z']+$/, '')).match(WORDS) ?? [];
  });
  return [...new Set(words)];
}
