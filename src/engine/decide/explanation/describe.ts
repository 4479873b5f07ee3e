import { type Choice } from '../stages/choose.js';
import {
  type Decision,
  type Detail,
  type Expected,
  type Reason,
  type ReasonCode,
  type UsedScore,
} from '../../index.js';
import { type Candidate } from '../stages/judge.js';
import { toMillionths } from '../../plan/index.js';
import { type Counterfactual, nearestChangeOf } from './nearest-change.js';
import { reasonsOf } from './reasons.js';
import { type Step } from '../stages/steps.js';

/**
 * The decision in its published shape, with the words rendered.
 * `none`: no reasons. `summary`: the reasons of the strategy that is reported, and what spoke against each of the others.
 * `full`: the reasons of all strategies, and the nearest change where a search found one (`searchNearestChange`). It is decided
 * again here, so that it never contradicts the choice, which may have changed since the search.
 *
 * Money and probabilities of the offer are rounded to a millionth, so that the noise of binary fractions does not show.
 */
export function describe(choice: Choice, detail: Detail, counterfactual: Counterfactual | null = null): Decision {
  const { input, release } = choice.qualified;
  const { reported } = choice;
  return Object.freeze<Decision>({
    id: input.id,
    userId: input.userId,
    strategy: reported?.qualification.strategy.document.id ?? null,
    release: release.hash,
    at: new Date(input.now).toISOString(),
    outcome: choice.outcome,
    arm: reported?.qualification.arm?.id ?? null,
    selector: reported?.selector ?? null,
    fallback: reported?.fallback ?? null,
    level: reported?.level ?? 0,
    stoppedBy: reported?.stoppedBy ?? null,
    propensity: 1,
    repeated: false,
    offer: choice.offered === null ? null : describeOffer(choice.offered),
    scores: scoresUsed(choice),
    reasons: detail === 'none' ? [] : describeReasons(choice, detail),
    nearestChange: detail === 'full' ? nearestChangeOf(choice, counterfactual) : null,
  });
}

function describeOffer({ offer: { document }, expected }: Candidate): NonNullable<Decision['offer']> {
  return {
    id: document.id,
    title: document.title,
    ...(document.channel === undefined ? {} : { channel: document.channel }),
    ...(document.content === undefined ? {} : { content: document.content }),
    expected: expected === null ? null : rounded(expected),
  };
}

function rounded({ conversion, natural, cost, profit }: Expected): Expected {
  return {
    conversion: toMillionths(conversion),
    natural: natural === null ? null : toMillionths(natural),
    cost: toMillionths(cost),
    profit: toMillionths(profit),
  };
}

/** The scores of all models that were asked, by model id; failures stand among the reasons. */
function scoresUsed({ qualified: { needs, strategies }, scores }: Choice): readonly UsedScore[] {
  return needs.flatMap((model) => {
    const score = scores[model];
    if (score?.status !== 'scored') return [];
    const ranked = strategies.some(
      ({ stoppedBy, strategy }) => stoppedBy === null && strategy.rankedModels.includes(model),
    );
    const { version, value, rank } = score;
    return [ranked ? { model, version, value, rank } : { model, version, value }];
  });
}

/** The reported strategy's reasons come first, the others follow by id. */
function describeReasons(choice: Choice, detail: Detail): readonly Reason[] {
  const { reported, verdicts } = choice;
  if (reported === null) return [];
  const others = verdicts.filter((verdict) => verdict !== reported);
  return [
    ...reasonsOf(reported, reported.steps, choice),
    ...others.flatMap((verdict) => {
      const steps = detail === 'full' ? verdict.steps : verdict.steps.filter(speaksAgainst);
      return reasonsOf(verdict, steps, choice);
    }),
  ];
}

const FOR: ReadonlySet<ReasonCode> = new Set([
  'SEGMENT_MATCH',
  'ARM',
  'TRIGGER_MATCH',
  'PREDICTIVE_MATCH',
  'BASELINE_MATCH',
]);

function speaksAgainst({ code }: Step): boolean {
  return !FOR.has(code);
}
