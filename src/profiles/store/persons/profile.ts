import { type Properties } from '../../calls/index.js';

/** What is stored about a person. */
export interface Profile {
  readonly userId: string;
  /** The other ids of the person, such as anonymous ones, in order. */
  readonly otherIds: readonly string[];
  readonly attributes: Properties;
  readonly consents: readonly Consent[];
  readonly suppressed: boolean;
  /** ISO 8601, UTC; null where never suppressed. */
  readonly suppressedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The latest word about a purpose. */
export interface Consent {
  readonly purpose: string;
  readonly granted: boolean;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly source: string;
}
