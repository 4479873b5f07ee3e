import { type EntityManager } from 'typeorm';
import { type Switch, type SwitchedOff } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { findSwitches } from '#strata/ledger/switches';
import { campaignPhrases, switchedBy } from '../words/index.js';

/** Something that is off now, by whom, why and since when. Plain data. */
export type SwitchedOffPart = SwitchedOff & { readonly switch: Switch };

/** What is switched off of a strategy. */
export async function switchedOffOf(manager: EntityManager, strategy: string): Promise<readonly SwitchedOffPart[]> {
  const switches = await findSwitches(manager, strategy);
  return switches.flatMap(({ off, switch: which, by, reason, since }) =>
    off ? [{ switch: which, by, reason, since }] : [],
  );
}

/** What whoever looks ahead should know of a strategy, a sentence a switch that is off. @param zone IANA time zone */
export function switchedOffNotes(
  off: readonly SwitchedOffPart[],
  {
    strategy,
    zone,
    language,
  }: { readonly strategy: string; readonly zone: string; readonly language?: Language | undefined },
): readonly string[] {
  const phrases = campaignPhrases(language);
  return off.map(({ by, ...part }) => phrases.switchedOff({ ...part, by: switchedBy(by, language), strategy, zone }));
}
