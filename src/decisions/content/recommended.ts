import { type RecommendedByOffer, type UserEvent } from '#strata/engine';
import { type Choice } from '#strata/engine/decide';
import { type OfferItems } from '#strata/items';

/**
 * What recommenders choose for the person, for every offer that may still be made and takes its content from one: which of
 * them is made shows when stock and caps are known. Null where none does.
 */
export async function recommendedFor(
  { outcome, qualified, verdicts }: Choice,
  items: Pick<OfferItems, 'choose'>,
  events: readonly UserEvent[],
): Promise<RecommendedByOffer | null> {
  if (outcome !== 'offer') return null;
  const offers = verdicts.flatMap(({ candidates }) => candidates.map(({ offer }) => offer));
  const asking = offers.flatMap(({ key, document: { content } }) =>
    content?.recommend === undefined ? [] : [{ key, content: content.recommend }],
  );
  if (asking.length === 0) return null;
  const { input, release } = qualified;
  const people = [{ person: input.person ?? input.userId, events }];
  const at = { documents: release.documents, now: input.now };
  const chosen = await Promise.all(
    asking.map(async ({ key, content }) => [key, (await items.choose(content, people, at))[0]] as const),
  );
  return Object.freeze(Object.fromEntries(chosen.flatMap(([key, one]) => (one === undefined ? [] : [[key, one]]))));
}
