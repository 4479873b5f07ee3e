import { type Scores } from '../engine/index.js';
import { type Contributions, type PluginHost } from '../plugin-host/index.js';
import { type ModelRegistry } from './model-registry.js';

/** The champions, loaded and ready to score for decisions. */
export class ChampionScorers {
  readonly #registry: ModelRegistry;
  readonly #host: PluginHost;

  constructor(registry: ModelRegistry, host: PluginHost) {
    this.#registry = registry;
    this.#host = host;
  }

  /** The scores of the named models for one user. Never throws: failures and missing champions are values. */
  score(modelIds: readonly string[], facts: Readonly<Record<string, unknown>>): Promise<Scores> {
    return Promise.reject(
      new Error(`${modelIds.join()} ${typeof facts} ${typeof this.#registry} ${typeof this.#host}`),
    );
  }

  /** What each feature added to the score of a version, which need not be the champion any more. */
  explain(modelId: string, version: number, facts: Readonly<Record<string, unknown>>): Promise<Contributions> {
    return Promise.reject(new Error(`${modelId} ${version} ${typeof facts}`));
  }

  /** Closes the loaded scorers and stops looking for promotions. */
  close(): void {
    return;
  }
}
