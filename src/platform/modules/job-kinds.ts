import { contribution, type ContributionKind } from '../contributions/index.js';

/** A kind of job, and the token of the {@link JobHandler} that runs it. */
interface JobKind {
  readonly kind: string;
  readonly handler: symbol;
}

/** The kinds of jobs that modules bring along. */
export const JobKinds: ContributionKind<JobKind> = contribution('kinds of jobs');
