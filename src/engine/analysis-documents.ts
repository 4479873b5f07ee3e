import { type CronSchedule } from './campaign-documents.js';
import { type FactType } from './fact-documents.js';

/**
 * What every analysis says as marketers write it; each kind adds its own (`src/rulebook/schemas/analyses`). Field meanings:
 * `docs/analyses.md`.
 */
export interface Analysis {
  readonly id: string;
  readonly title: string;
  /** How it is made: the code of a kind of analysis. */
  readonly kind: string;
  /** When it runs by itself; absent means only when somebody starts it. */
  readonly schedule?: CronSchedule;
  /** Of a kind that reads a table: the file that runs read unless another one is named, below `DATA_DIR`. */
  readonly data?: string;
  /** What it says about each person, by name, with its type: what computed facts may read. Absent means nothing. */
  readonly publishes?: Readonly<Record<string, FactType>>;
}
