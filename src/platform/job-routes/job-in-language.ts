import { type Language } from '#strata/kernel/texts';
import { messageIn, problemsIn } from '../messages/index.js';
import { type JobStanding } from '../queue/index.js';

/** A job, or what is shown of it, with what is being done and why it failed in a language: both are stored in English. */
export function jobIn<W extends Pick<JobStanding, 'note' | 'error'>>(language: Language, job: W): W {
  const { note, error } = job;
  return { ...job, note: messageIn(language, note), error: error === null ? null : failureIn(language, error) };
}

function failureIn(language: Language, error: NonNullable<JobStanding['error']>): JobStanding['error'] {
  return {
    ...error,
    message: messageIn(language, error.message),
    problems: problemsIn(language, error.problems),
  };
}
