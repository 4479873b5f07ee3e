import { type AnswerOf } from '#client';

/** What is known of facts. */
type Fact = AnswerOf<'/v1/facts', 'get'>['facts'][string];
/** Type of a fact's values. */
export type FactKind = Fact['type'];

interface Named {
  readonly id: string;
  readonly title: string;
}

/** What conditions may name. */
export interface Catalogue {
  readonly facts: Readonly<Record<string, Fact>>;
  readonly segments: readonly Named[];
  readonly models: readonly Named[];
  /** Names of the events that are stored. */
  readonly events: readonly string[];
}
