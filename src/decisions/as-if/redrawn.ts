import { armsOf, type DecisionInput } from '#strata/engine';
import { type CompiledRelease, type CompiledStrategy, drawnId } from '#strata/engine/plan';
import { nearestName, StrataError } from '#sdk';

/** What somebody wants the draws to be. */
export interface WantedDraws {
  /** Ids of arms by strategy. */
  readonly arms: Readonly<Record<string, string>>;
  /** False: nobody is held out; null: as it was drawn. */
  readonly heldOut: false | null;
}

/** Ids that are tried until one is drawn as wanted; a share of a thousandth takes some thousands. */
const MOST_TRIES = 100_000;

/**
 * The same person as if the draws were these: each strategy draws by an id that it draws so. All else that is drawn stays
 * as it is. Frozen.
 *
 * @throws StrataError UNKNOWN_STRATEGY, INVALID_REQUEST where there is no such arm, or nobody is drawn so
 */
export function redrawn(input: DecisionInput, release: CompiledRelease, { arms, heldOut }: WantedDraws): DecisionInput {
  for (const strategy of Object.keys(arms)) strategyOf(strategy, release);
  const asked = release.strategies.filter(({ document: { id } }) => input.strategies?.includes(id) ?? true);
  const drawn = asked.flatMap((strategy): readonly (readonly [string, string])[] => {
    const { id } = strategy.document;
    const wanted = Object.hasOwn(arms, id) ? placeOf(arms[id] ?? '', strategy) : null;
    const by = drawnId(input, id);
    const other = idDrawn(strategy, { by, arm: wanted, heldOut });
    return other === by ? [] : [[id, other]];
  });
  if (drawn.length === 0) return input;
  return Object.freeze({ ...input, drawnAs: Object.freeze({ ...input.drawnAs, ...Object.fromEntries(drawn) }) });
}

function strategyOf(id: string, { strategies }: CompiledRelease): CompiledStrategy {
  const found = strategies.find(({ document }) => document.id === id);
  if (found !== undefined) return found;
  const message = `There is no strategy "${id}".`;
  throw new StrataError('UNKNOWN_STRATEGY', message, { problems: [{ message, pointer: `/arms/${id}` }] });
}

function placeOf(arm: string, { document: { id, experiment } }: CompiledStrategy): number {
  const known = armsOf(experiment).map((one) => one.id);
  const place = known.indexOf(arm);
  if (place >= 0) return place;
  const nearest = nearestName(arm, known);
  const message = `“${id}” has no arm "${arm}".`;
  const problem = { message, pointer: `/arms/${id}`, expected: known.length === 0 ? 'no arm' : known.join(', ') };
  throw new StrataError('INVALID_REQUEST', message, {
    problems: [nearest === undefined ? problem : { ...problem, nearest }],
  });
}

interface Draw {
  readonly by: string;
  /** Null: as it is drawn. */
  readonly arm: number | null;
  readonly heldOut: false | null;
}

/** The id itself where it is drawn so already. */
function idDrawn({ draws, policy, document }: CompiledStrategy, { by, arm, heldOut }: Draw): string {
  const isHeldOut = (id: string) => draws.isHeldOut(id) || policy?.holdout?.isHeldOut(id) === true;
  const wanted = { arm: arm ?? draws.armOf(by), heldOut: heldOut ?? isHeldOut(by) };
  const isWanted = (id: string) => draws.armOf(id) === wanted.arm && isHeldOut(id) === wanted.heldOut;
  if (isWanted(by)) return by;
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const id = `${by}/${String(attempt)}`;
    if (isWanted(id)) return id;
  }
  const message = `Nobody of “${document.id}” is drawn so: the arm has no share, or all are held out.`;
  throw new StrataError('INVALID_REQUEST', message, { problems: [{ message, pointer: `/arms/${document.id}` }] });
}
