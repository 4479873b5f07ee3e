import { type SelectorComparison, type StorySelector, type Story } from '#strata/simulator/story';

/** The sentences under a world's tables, counted from its runs. */
export function verdictOf(stories: readonly Story[]): string[] {
  const runs = stories.length;
  const count = (holds: (story: Story) => boolean) => `${stories.filter(holds).length} of ${runs}`;
  const beatsBoth = (figure: Figure) => (story: Story) =>
    beats(story, 'two-model', 'one-model', figure) && beats(story, 'two-model', 'baseline', figure);
  const affine = (figure: Figure) => (story: Story) => beats(story, 'baseline-coupon-affine', 'two-model', figure);
  const gain = stories.map((story) => of(story, 'two-model').truth.profit - of(story, 'one-model').truth.profit);
  const mean = gain.reduce((sum, value) => sum + value, 0) / runs;
  return [
    `Two-model ROI beats one-model and the engaged rule: ${count(beatsBoth(roi))} seeds measured, ${count(beatsBoth(trueRoi))} in truth.`,
    `Leaving out the chosen share earns ${mean.toFixed(0)} in truth beside one model, mean of ${runs} seeds; nothing is left out for ${count(({ leaveOut }) => leaveOut === 0)}.`,
    `The coupon-affine rule has a better ROI than two models: ${count(affine(roi))} measured, ${count(affine(trueRoi))} in truth; a larger profit: ${count(affine(profit))} measured, ${count(affine(trueProfit))} in truth.`,
    `Expected profit earns more than every other selector but the oracle: ${count(profitWins(profit))} measured, ${count(profitWins(trueProfit))} in truth.`,
  ];
}

type Figure = (comparison: SelectorComparison) => number;
const roi: Figure = (comparison) => comparison.roi;
const trueRoi: Figure = (comparison) => comparison.truth.roi;
const profit: Figure = (comparison) => comparison.profit;
const trueProfit: Figure = (comparison) => comparison.truth.profit;

function profitWins(figure: Figure): (story: Story) => boolean {
  return (story) =>
    story.comparison.every(
      ({ selector }) =>
        ['expected-profit', 'oracle'].includes(selector) || beats(story, 'expected-profit', selector, figure),
    );
}

function beats(story: Story, winner: StorySelector, loser: StorySelector, figure: Figure): boolean {
  return figure(of(story, winner)) > figure(of(story, loser));
}

function of(story: Story, selector: StorySelector): SelectorComparison {
  return story.comparison.find((found) => found.selector === selector)!;
}
