import { type Journal } from './progress.js';

/** Something that exposes people, has its own record of it, and writes the exposures down from there. */
export interface ExposureSource {
  /** Its record. */
  readonly journal: Journal;
  /** Writes down all exposures that are not yet. */
  project(): Promise<void>;
  /** The same of one person, under all its ids, for somebody who cannot wait. */
  projectPerson(userId: string): Promise<void>;
  /** Whom and what something is about by its id. @throws StrataError NOT_FOUND */
  find(id: string): Promise<ExposedPerson>;
}

/** A person and the strategy that exposed it; null where nothing did. */
export interface ExposedPerson {
  readonly userId: string;
  readonly strategy: string | null;
}
