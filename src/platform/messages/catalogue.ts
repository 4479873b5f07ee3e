import { seamed } from '#strata/kernel/texts';
import { Templates } from './templates.js';

/** What messages are in another language, by their English: both with the same named holes, without a full stop. */
export type Entries = Readonly<Record<string, string>>;

/** The messages of one language. */
export interface MessageBook {
  readonly messages: Entries;
  /** What fills the holes of messages and is no message itself: kinds of things. */
  readonly terms: Entries;
}

/** Longer messages stay as they are. */
const LONGEST = 5_000;
/** A message in a message in a message: nobody makes more. */
const DEEPEST = 4;
/** What stands between several things, and what stands there in Chinese. */
const SEPARATORS = [
  ['; ', '；'],
  [', or ', '，或'],
  [' or ', '或'],
  [' and ', '和'],
  [', ', '、'],
] as const;
/** A name, a number, or what stands between quotation marks. */
const BARE = /^(\S+|"([^"\\]|\\.)*")$/;

/**
 * Messages by the templates that they were made of. What fills a hole is said in turn where it is a message or a term
 * itself, but never between quotation marks; a message that no template made stays as it is.
 */
export class Catalogue {
  readonly #messages: Templates;
  readonly #terms: Templates;

  constructor({ messages, terms }: MessageBook) {
    this.#messages = new Templates(messages);
    this.#terms = new Templates(terms);
  }

  /** The message in this language; the message itself where no template made it. */
  say(message: string): string {
    return message.length > LONGEST ? message : (this.#sentence(message, 0) ?? message);
  }

  #sentence(message: string, depth: number): string | undefined {
    if (!message.endsWith('.')) return this.#clause(message, depth);
    const clause = this.#clause(message.slice(0, -1), depth);
    return clause === undefined ? undefined : `${clause}。`;
  }

  #clause(message: string, depth: number): string | undefined {
    return this.#filled(this.#messages, message, depth) ?? this.#things(message, depth);
  }

  #filled(templates: Templates, message: string, depth: number): string | undefined {
    const made = templates.find(message);
    if (made === undefined) return undefined;
    const said = made.values.map(
      ({ hole, value, isQuoted }) => [hole, isQuoted ? value : this.#value(value, depth + 1)] as const,
    );
    return made.said.fill(new Map(said));
  }

  #value(value: string, depth: number): string {
    if (depth > DEEPEST) return value;
    const term = (part: string) => this.#filled(this.#terms, part, depth);
    return term(value) ?? several(value, term) ?? this.#clauses(value, depth) ?? this.#sentence(value, depth) ?? value;
  }

  /** Several messages with semicolons between them, each known: a template that has a hole at its end would take them for one. */
  #clauses(value: string, depth: number): string | undefined {
    return value.includes('; ') ? several(value, (part) => this.#clause(part, depth)) : undefined;
  }

  /** Several things one after the other: bare names as they are; else each is known, or a bare name. */
  #things(message: string, depth: number): string | undefined {
    const bare = (part: string) => (BARE.test(part) ? part : undefined);
    const known = (part: string) => (depth < DEEPEST ? this.#sentence(part, depth + 1) : undefined) ?? bare(part);
    return several(message, bare) ?? several(message, known);
  }
}

/** Several things as Chinese lists them; undefined where one of them is not known. */
function several(text: string, say: (part: string) => string | undefined): string | undefined {
  const [separator, between] = SEPARATORS.find(([each]) => text.includes(each)) ?? [];
  if (separator === undefined) return undefined;
  const things: string[] = [];
  for (const part of text.split(separator)) {
    // What stands between quotation marks is not taken apart.
    const thing = part.split('"').length % 2 === 0 ? undefined : say(part);
    if (thing === undefined) return undefined;
    things.push(thing);
  }
  return things.reduce((all, thing) => seamed(seamed(all, between), thing));
}
