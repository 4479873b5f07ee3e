import { type ComputedSource } from '../index.js';
import { type FactSourceKind } from './source-kind.js';

/** What an analysis published last about the person. */
export const computedSource: FactSourceKind<ComputedSource> = {
  basis: ({ computed }) => ({ of: 'computed', computed }),
  traits: () => ({
    type: null,
    isShare: false,
    isWhole: false,
    direction: 'both',
    canBegin: false,
    // Only the next run of the analysis does.
    changesByItself: false,
  }),
};
