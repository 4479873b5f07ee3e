import { type Strategy } from '#strata/engine';
import { type Known, type Report } from '../../context/report.js';
import { checkItemCondition } from './item-facts.js';

/** Checks the offers that take their content from a recommender: which analysis it is, and what they ask of items. */
export function checkRecommendedContent({ offers }: Strategy, known: Known, report: Report): void {
  offers.forEach(({ content }, index) => {
    const recommend = content?.recommend;
    if (recommend === undefined) return;
    const pointer = `/offers/${String(index)}/content/recommend`;
    checkRecommender(recommend.model, `${pointer}/model`, known, report);
    const { itemFacts, timeZone } = known;
    if (itemFacts === undefined) {
      if ([recommend.where, recommend.perCategory, recommend.diversity].some((asked) => asked !== undefined))
        report.problem(pointer, 'No item facts are declared that it could ask for', 'rules/item-facts.json');
      return;
    }
    if (recommend.where !== undefined)
      checkItemCondition(recommend.where, { pointer: `${pointer}/where`, itemFacts, timeZone }, report);
    if (recommend.perCategory !== undefined && itemFacts.category === undefined)
      report.problem(`${pointer}/perCategory`, 'No item fact is the category', '"category" in rules/item-facts.json');
  });
}

function checkRecommender(id: string, pointer: string, { analyses }: Known, report: Report): void {
  const recommenders = [...analyses].flatMap(([name, analysis]) =>
    analysis === undefined || analysis.kind === RECOMMENDATIONS ? [name] : [],
  );
  if (!recommenders.includes(id)) report.unknown(pointer, `analysis of the kind ${RECOMMENDATIONS}`, id, recommenders);
}

/** The kind of analysis that answers what to recommend. */
const RECOMMENDATIONS = 'recommendations';
