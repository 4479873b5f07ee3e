import { type CompiledStrategy } from '../../plan/index.js';
import { type DecidedPeople } from '../rows/decided-people.js';
import { type OfferPrices } from '../rows/offer-money.js';
import { type People } from '../rows/people.js';
import { type OpenChannels } from './open-channels.js';
import { type QualifiedPeople } from './qualify-columns.js';

/** What the stages after the scores read, and what they fill. */
export interface Round {
  readonly strategy: CompiledStrategy;
  readonly people: People;
  readonly decided: Omit<DecidedPeople, 'repeats'>;
  /** Of each offer, in their order. */
  readonly prices: readonly OfferPrices[];
  /** Their shadow prices, which the human rule doesn't know. */
  readonly shadowPrices: readonly number[];
  readonly qualified: QualifiedPeople;
  /** Null without a contact policy. */
  readonly channels: OpenChannels | null;
}
