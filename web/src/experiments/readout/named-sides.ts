import { type Readout } from '../queries.js';

/** What the ledger calls who got an offer and who was held out of one, in the words of a language. */
type SideNames = Readonly<Record<'treated' | 'held-out', string>>;

/** The name of a side; of an arm its id. */
export function nameOf(side: string, names: SideNames): string {
  return side === 'treated' || side === 'held-out' ? names[side] : side;
}

/** A readout of offers with its sides called by names. */
export function withNames(read: Readout, names: SideNames): Readout {
  const named = <T extends { readonly arm: string }>(one: T): T => ({ ...one, arm: nameOf(one.arm, names) });
  return {
    ...read,
    control: nameOf(read.control, names),
    arms: read.arms.map(named),
    comparisons: read.comparisons.map(named),
    segments: read.segments.map(named),
  };
}
