import { type ReadoutOptions } from '../readout/index.js';

/** How the experiment of a strategy is read. */
export interface ReadoutQuestion extends Omit<ReadoutOptions, 'peeking' | 'margin'> {
  readonly strategy: string;
  /** People who came first at this moment or later, and before `to`: ISO 8601. */
  readonly from?: string;
  readonly to?: string;
  /** The arm that the others are compared with. */
  readonly control?: string;
  /** An ISO duration: what people spent so long before takes noise away. */
  readonly before?: string;
  /** What is spent above this share of people counts as that much; 1 caps nothing. */
  readonly winsorise: number;
  /** Read at any time, tightest at so many people; all who are there unless told. Nothing where it is read once. */
  readonly tightestAt?: number;
  /** Offers are told by so many bands of a score of the strategy's model, too. */
  readonly bands?: number;
  /** All is told by what these facts were when people were decided about, and by who was in these segments, too. */
  readonly by?: readonly string[];
}
