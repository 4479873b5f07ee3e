import { type CompiledRelease, drawnId } from '#strata/engine/plan';
import { type DecisionInput } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type JoinedPerson } from '#strata/profiles/facts';
import { readCase } from '../log/index.js';

/** What a decision knows of who a person is: see the members of `DecisionInput`. */
export type Identity = Pick<DecisionInput, 'person' | 'drawnAs'>;

/**
 * Who a person with several ids is to a decision: the person, and by which of the ids arm and hold-out were drawn when it
 * was first offered something or held out, of each strategy with an experiment. The earliest exposure counts, also where
 * two persons who were both exposed were joined later. Nothing is asked about somebody with one id.
 */
export async function identityOf(
  database: Database,
  joined: JoinedPerson | null,
  { userId, release }: { readonly userId: string; readonly release: CompiledRelease },
): Promise<Identity> {
  if (joined === null) return NO_IDENTITY;
  const person = joined.person === userId ? {} : { person: joined.person };
  const strategies = experimentsOf(release);
  if (strategies.length === 0) return person;
  const rows = await database.run((manager) =>
    manager.query<FirstExposure[]>(FIRST_EXPOSURES, [joined.ids, strategies]),
  );
  const drawn = rows.map(({ strategy, input }): readonly [string, string] => [
    strategy,
    drawnId(readCase(input).input, strategy),
  ]);
  const others = drawn.filter(([, id]) => id !== joined.person);
  return others.length === 0 ? person : { ...person, drawnAs: Object.freeze(Object.fromEntries<string>(others)) };
}

const NO_IDENTITY: Identity = Object.freeze({});

interface FirstExposure {
  readonly strategy: string;
  readonly input: string;
}

const FIRST_EXPOSURES = `
  select distinct on (strategy) strategy, input from decisions
  where user_id = any($1) and outcome <> 'none' and strategy = any($2)
  order by strategy, at, id`;

const experiments = new WeakMap<CompiledRelease, readonly string[]>();

/** The strategies that draw an arm or a hold-out, found once a release. */
function experimentsOf(release: CompiledRelease): readonly string[] {
  const known = experiments.get(release);
  if (known !== undefined) return known;
  const drawing = release.strategies.filter(
    ({ document, policy }) => document.experiment !== undefined || policy?.holdout != null,
  );
  const found = drawing.map(({ document }) => document.id);
  experiments.set(release, found);
  return found;
}
