import { type Problem, type ScorerDefinition, type Task } from '#sdk';

/** A definition whose options and artefact nobody but the plugin knows. */
export type AnyScorer = ScorerDefinition<unknown, unknown>;

/** A scorer plugin whose code is loaded. */
export interface ScorerCode {
  readonly id: string;
  readonly version: string;
  readonly tasks: readonly Task[];
  readonly definition: AnyScorer;
  /** The options with their defaults filled in, or what is wrong with them. */
  parseOptions(options: unknown): { ok: true; options: unknown } | { ok: false; problems: readonly Problem[] };
}

/**
 * Where the code of scorers is found by their ids: by whoever runs it. Rejects with `PLUGIN_UNKNOWN` and what importing a
 * plugin throws.
 */
export type ScorerLibrary = (id: string) => Promise<ScorerCode>;
