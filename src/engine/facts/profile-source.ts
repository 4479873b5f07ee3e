import { type ProfileSource } from '../index.js';
import { type FactSourceKind, type FactTraits } from './source-kind.js';

/** An attribute of the profile, or what is measured of a date in it. */
export const profileSource: FactSourceKind<ProfileSource> = {
  basis: (source) => ({ of: 'attribute', source }),
  traits: ({ measure }) => ({
    type: measure === undefined ? null : 'number',
    isShare: false,
    isWhole: measure !== undefined,
    direction: directionOf(measure),
    canBegin: false,
    changesByItself: true,
  }),
};

/** Time goes on and never back. */
function directionOf(measure: ProfileSource['measure']): FactTraits['direction'] {
  if (measure === undefined) return 'both';
  return measure === 'yearsSince' || measure === 'daysSince' ? 'up' : 'down';
}
