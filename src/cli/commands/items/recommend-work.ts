import { type RecommenderDesk } from '#strata/analytics/recommending';
import { type Condition, type ReleaseDocuments } from '#strata/engine';
import { StrataError } from '#sdk';
import { type Workspace } from '../../workspace/workspace.js';

/** What a recommendation is made with. */
export interface RecommendWork {
  readonly workspace: Workspace;
  readonly desk: RecommenderDesk;
  readonly documents: ReleaseDocuments;
  /** Id of the analysis. */
  readonly model: string;
  readonly now: number;
}

/** The options of `strata recommend`. */
export interface RecommendOptions {
  readonly model?: string;
  readonly items: number;
  readonly similar?: string;
  readonly order?: readonly string[];
  readonly history?: readonly string[];
  readonly where?: Condition;
  readonly perCategory?: number;
  readonly diversity?: number;
  readonly without?: readonly string[];
  readonly bought?: true;
  readonly users?: string;
  readonly people?: string;
  readonly peopleOfCategory?: string;
  readonly most: number;
  readonly out?: string;
  readonly json?: true;
}

/** @throws StrataError BAD_USAGE where none is named */
export function outOf({ out }: RecommendOptions): string {
  if (out !== undefined) return out;
  throw new StrataError('BAD_USAGE', 'There is no file to write to.', {
    problems: [{ message: 'lists and audiences are written to a file', expected: '--out FILE' }],
  });
}
