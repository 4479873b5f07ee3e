import { type Language } from '#strata/kernel/texts';
import { timeZoneOf } from '#strata/engine';
import { type Choice } from '#strata/engine/decide';
import { standsUntil } from '#strata/engine/plan';
import { type Phrases, phrasesOf } from '#strata/engine/words';
import { type PublishedRelease } from '#strata/rulebook/releases';
import { type ErrorCode } from '#sdk';
import { type Repetitions } from '../log/index.js';

/** A model that was asked and gave no score. */
export interface ModelFailure {
  readonly model: string;
  readonly title: string;
  /** `NO_CHAMPION` where no version is in use. */
  readonly code: ErrorCode | 'NO_CHAMPION';
  readonly message: string;
}

/** A decision that was answered again. */
export interface Repetition {
  /** The decision that is repeated, which is this one, and when it was made (ISO 8601). */
  readonly of: string;
  readonly madeAt: string;
  /** How often it was answered again, and when last. */
  readonly times: number;
  readonly lastAt: string;
  /** Until when asking again repeats it, at the latest: its goal ends that earlier. Null where it does not. */
  readonly standsUntil: string | null;
  readonly words: string;
}

/** The release that decided, and who published it when. */
export interface ReleaseOrigin {
  readonly hash: string;
  /** Title of the strategy that decided, as this release has it. */
  readonly title: string | null;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
  readonly by: string;
}

/** The models of a decision that gave no score, each with its code and message. */
export function failuresOf(
  { qualified: { needs, release }, scores }: Choice,
  language?: Language,
): readonly ModelFailure[] {
  return needs.flatMap((model): readonly ModelFailure[] => {
    const score = scores[model];
    if (score === undefined || score.status === 'scored') return [];
    const title = release.documents.models.find(({ id }) => id === model)?.title ?? model;
    if (score.status === 'failed') return [{ model, title, code: score.code, message: score.message }];
    return [{ model, title, code: 'NO_CHAMPION', message: phrasesOf(language).answers.promote }];
  });
}

/** What is told of the askings since; null where there was none. */
export function repetitionOf(choice: Choice, asked: Repetitions | null, language?: Language): Repetition | null {
  if (asked === null) return null;
  const { qualified, reported } = choice;
  const { id, now } = qualified.input;
  const until = reported === null ? null : standsUntil(now, reported.qualification.strategy);
  const { times, lastAt } = asked;
  const phrases = phrasesOf(language);
  const told = momentIn(choice, phrases);
  return {
    of: id,
    madeAt: new Date(now).toISOString(),
    times,
    lastAt: new Date(lastAt).toISOString(),
    standsUntil: until === null ? null : new Date(until).toISOString(),
    words: phrases.answers.repetition({
      ...{ id, times, madeAt: told(now), lastAt: told(lastAt) },
      until: until === null ? null : told(until),
    }),
  };
}

/** Says moments (milliseconds since 1970, UTC) as the shop's clocks show them. */
export function momentIn({ qualified: { release } }: Choice, { figures }: Phrases): (at: number) => string {
  const zone = timeZoneOf(release.documents);
  return (at) => figures.moment(at, zone);
}

/** Who published the release of a decision, and when. */
export function originOf({ hash, publishedAt, by }: PublishedRelease, { reported }: Choice): ReleaseOrigin {
  return { hash, title: reported?.qualification.strategy.document.title ?? null, publishedAt, by };
}
