import { REASON_CODES, STAGES } from '#strata/engine';
import { factsAndScores, NONE } from '#strata/engine/columns';
import { type DecidedBlock } from '../../selection/index.js';
import { type CampaignFunnel, type CampaignStep } from './campaign-funnel.js';

/**
 * For each row the place of the step that stops it, by what was decided about it; the number of steps for who gets an offer.
 * Of a condition that is not met it is the first part that is not.
 */
export function placesOf(funnel: CampaignFunnel, block: Pick<DecidedBlock, 'decided' | 'people'>): Uint16Array {
  const places = plainPlaces(funnel.steps, block);
  for (const stage of STAGES.keys()) placeMisses(funnel, block, stage, places);
  return places;
}

function plainPlaces(steps: readonly CampaignStep[], { decided }: Pick<DecidedBlock, 'decided'>): Uint16Array {
  const { stoppedBy, blocker, heldBy } = decided;
  const byCode = placesByCode(steps);
  const firstRule = steps.findIndex(({ rule }) => rule !== undefined);
  const caps = STAGES.indexOf('caps');
  return Uint16Array.from(stoppedBy, (stage, row) => {
    if (stage === NONE) return steps.length;
    const rule = heldBy?.[row] ?? NONE;
    if (stage === caps && rule !== NONE) return firstRule + rule;
    return byCode[stage * REASON_CODES.length + (blocker[row] ?? 0)] ?? 0;
  });
}

/** By stage and code; several conditions of a stage by the first of them. */
function placesByCode(steps: readonly CampaignStep[]): Uint16Array {
  const places = new Uint16Array(STAGES.length * REASON_CODES.length);
  const put = (stage: CampaignStep['stage'], code: CampaignStep['code'], place: number): void => {
    places[STAGES.indexOf(stage) * REASON_CODES.length + REASON_CODES.indexOf(code)] = place;
  };
  for (const [place, { stage, code, rule }] of [...steps.entries()].toReversed()) {
    if (rule === undefined) put(stage, code, place);
    if (code === 'PREDICTIVE_MISS') put(stage, 'WOULD_CONVERT_ANYWAY', place);
  }
  return places;
}

/** Moves who misses a condition of a stage from its first part to the part that is missed. */
function placeMisses(
  { steps, conditions }: CampaignFunnel,
  { people }: Pick<DecidedBlock, 'people'>,
  stage: number,
  places: Uint16Array,
): void {
  const parts = [...steps.keys()].filter(
    (place) => steps[place]?.stage === STAGES[stage] && conditions[place] !== null,
  );
  const [first] = parts;
  if (first === undefined || parts.length === 1) return;
  const resolver = factsAndScores(people);
  let rows: Uint32Array = Uint32Array.from(places.keys()).filter((row) => places[row] === first);
  for (const [index, place] of parts.entries()) {
    const next = parts[index + 1];
    if (next === undefined || rows.length === 0) return;
    rows = conditions[place]?.select(resolver, rows) ?? rows;
    for (const row of rows) places[row] = next;
  }
}
