import { nearestName, type Problem } from '#sdk';
import {
  type Analysis,
  type FactCatalogue,
  type ItemFactCatalogue,
  type ModelDocument,
  type Segment,
  type Strategy,
} from '#strata/engine';
import { type PluginCatalogue } from './plugin-catalogue.js';

/** What the names in a document may refer to. */
export interface Known {
  /** The shop's. */
  readonly timeZone: string;
  /** Undefined where the catalogue cannot be read: then names of facts are unchecked. */
  readonly facts: FactCatalogue | undefined;
  /** Undefined where none are declared, or their declaration cannot be read. */
  readonly itemFacts: ItemFactCatalogue | undefined;
  /** Frozen. */
  readonly segments: readonly Segment[];
  readonly segmentsById: ReadonlyMap<string, Segment>;
  /** By id; undefined where the document itself has problems. */
  readonly models: ReadonlyMap<string, ModelDocument | undefined>;
  /** By id; undefined where the document itself has problems. */
  readonly strategies: ReadonlyMap<string, Strategy | undefined>;
  /** By id; undefined where the document itself has problems. */
  readonly analyses: ReadonlyMap<string, Analysis | undefined>;
  /** The first strategy with each seed of an experiment, by the seed. */
  readonly seeds: ReadonlyMap<string, string>;
  /** The experiments of each namespace, by its id. */
  readonly namespaces: ReadonlyMap<string, readonly NamespacePart[]>;
  /** Undefined where plugins are unchecked. */
  readonly plugins: PluginCatalogue | undefined;
}

/** The part of a namespace whose people take part in a strategy's experiment: [from, to). */
export interface NamespacePart {
  readonly strategy: string;
  readonly from: number;
  readonly to: number;
}

/** Collects what is found in one document. */
export class Report {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];

  constructor(readonly file: string) {}

  problem(pointer: string, message: string, expected?: string, nearest?: string): void {
    this.problems.push(this.#found(pointer, message, expected, nearest));
  }

  warning(pointer: string, message: string, expected?: string, nearest?: string): void {
    this.warnings.push(this.#found(pointer, message, expected, nearest));
  }

  /** A name that nothing has; `what` is "fact", "model", … */
  unknown(pointer: string, what: string, name: string, known: Iterable<string>): void {
    const names = [...known];
    this.problem(pointer, `There is no ${what} "${name}"`, choiceOf(what, names), nearestName(name, names));
  }

  #found(pointer: string, message: string, expected?: string, nearest?: string): Problem {
    return {
      message,
      file: this.file,
      pointer,
      ...(expected === undefined ? {} : { expected }),
      ...(nearest === undefined ? {} : { nearest }),
    };
  }
}

const MOST_LISTED = 12;

function choiceOf(what: string, names: readonly string[]): string {
  if (names.length === 0) return `no ${what} exists yet`;
  const listed = names.slice(0, MOST_LISTED).join(', ');
  return names.length > MOST_LISTED ? `one of ${listed}, …` : `one of ${listed}`;
}
