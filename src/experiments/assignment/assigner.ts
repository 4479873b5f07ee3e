import { nearestName, StrataError } from '#sdk';
import { type ReleaseDocuments, type Way } from '#strata/engine';
import { compilePolicy, drawsOf } from '#strata/engine/plan';

/** Where somebody is drawn to by a strategy's experiment, whether or not it ever decides about that person. */
export interface Assignment {
  readonly userId: string;
  /** Id of the arm; null where there are no arms, or the person takes no part. */
  readonly arm: string | null;
  /** Who decides: the models (or a policy among their offers), or the human rule; null where nothing is offered. */
  readonly by: Way | null;
  /** Of the experiment, from 1 on. */
  readonly phase: number;
  /** Whether the strategy would hold out the person where it would treat it. */
  readonly heldOut: boolean;
  /** The same of all strategies and campaigns together. */
  readonly heldOutOfAll: boolean;
}

/**
 * Tells for ids where a strategy of these documents draws them, as its decisions do: by the id alone. Of somebody with several
 * ids the one counts that `docs/assignment.md` tells.
 *
 * @throws StrataError UNKNOWN_STRATEGY with the nearest id
 */
export function assigner(documents: ReleaseDocuments, strategy: string): (userId: string) => Assignment {
  const document = documents.strategies.find(({ id }) => id === strategy);
  if (document === undefined) throw unknownStrategy(strategy, documents);
  const draws = drawsOf(document.experiment);
  const holdout = compilePolicy(documents)?.holdout ?? null;
  return (userId) => {
    const arm = draws.armOf(userId);
    return {
      ...{ userId, arm: draws.arms[arm]?.id ?? null, by: draws.wayOf(arm), phase: draws.phase },
      heldOut: draws.isHeldOut(userId),
      heldOutOfAll: holdout?.isHeldOut(userId) ?? false,
    };
  };
}

function unknownStrategy(id: string, { strategies }: ReleaseDocuments): StrataError {
  const known = strategies.map((strategy) => strategy.id);
  const nearest = nearestName(id, known);
  const message = `There is no strategy “${id}” in the rules`;
  return new StrataError('UNKNOWN_STRATEGY', message, {
    problems: [{ message, expected: known.join(', '), ...(nearest === undefined ? {} : { nearest }) }],
  });
}
