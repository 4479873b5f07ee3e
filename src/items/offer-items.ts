import { type InjectionToken } from '@nestjs/common';
import { type RecommendedContent, type RecommendedItems, type ReleaseDocuments, type UserEvent } from '#strata/engine';
import { contribution, type ContributionKind } from '#strata/platform/contributions';

/** Somebody for whom items are chosen. */
export interface ItemReader {
  /** The person's own id, not one that was merged into it. */
  readonly person: string;
  /** What the person did beside what is stored, such as what the request tells. */
  readonly events: readonly UserEvent[];
}

/** At which moment items are chosen, and by which release. */
interface ChoosingMoment {
  readonly documents: ReleaseDocuments;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** Chooses items for people: what the room that recommends brings along. Never throws: what fails is a fallback. */
export interface ItemChooser {
  /** An answer for each of the people, in their order. */
  choose(
    content: RecommendedContent,
    people: readonly ItemReader[],
    at: ChoosingMoment,
  ): Promise<readonly RecommendedItems[]>;
}

/** Who chooses items: the token of an {@link ItemChooser} of the module that has one. */
export const ItemChoosers: ContributionKind<InjectionToken<ItemChooser>> = contribution('choosers of items');

/** The items of offers that take their content from a recommender: of nobody where no module recommends. */
export class OfferItems implements ItemChooser {
  constructor(private readonly chooser: () => ItemChooser | null) {}

  async choose(...[content, people, at]: Parameters<ItemChooser['choose']>): Promise<readonly RecommendedItems[]> {
    const chooser = this.chooser();
    if (chooser !== null) return await chooser.choose(content, people, at);
    return people.map(() => ({ model: content.model, version: null, items: [], fallback: 'none' }));
  }
}
