import { currencyOf, type HoldoutOfAll } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { holdoutSums } from '#strata/ledger/experiments';
import { type OutcomeBook } from '#strata/ledger/outcomes';
import { type Database } from '#strata/platform/database';
import { type CurrentRelease, saidSince } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { countedGoals } from './counted-goals.js';
import { type HoldoutReadout } from './holdout-readout.js';
import { readHoldout } from './read-holdout.js';

interface Ports {
  readonly database: Database;
  readonly releases: CurrentRelease;
  readonly outcomes: OutcomeBook;
}

/** How it is read. */
interface AskedReadout {
  /** Of the intervals. */
  readonly level: number;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Of the sentences; English unless told. */
  readonly language?: Language;
}

/** Reads what all strategies and campaigns bring together. */
export class HoldoutReadouts {
  constructor(private readonly ports: Ports) {}

  /**
   * @throws StrataError NOT_FOUND where nobody is held out of all, or everybody is
   */
  async read({ level, now, language }: AskedReadout): Promise<HoldoutReadout> {
    const { database, releases, outcomes } = this.ports;
    const { documents } = releases.get();
    const standing = await database.run((manager) => saidSince(manager, ['contactPolicy', 'holdout']));
    const { seed, share } = (standing?.said ?? { seed: '', share: 0 }) as HoldoutOfAll;
    if (standing === null || !(share > 0 && share < 1)) throw noHoldout();
    await outcomes.catchUp();
    const goals = countedGoals(documents.strategies);
    const question = { seed, share, began: standing.since, goals };
    const sums = await database.transaction((manager) => holdoutSums(manager, question));
    return readHoldout(sums, {
      ...{ ...question, currency: currencyOf(documents) ?? null, now, level },
      ...(language === undefined ? {} : { language }),
    });
  }
}

function noHoldout(): StrataError {
  return new StrataError('NOT_FOUND', 'Nobody is held out of all strategies and campaigns.', {
    problems: [
      {
        file: 'rules/contact-policy.json',
        message: 'it holds nobody out',
        pointer: '/holdout',
        expected: '{ "seed": "2026", "share": 0.02 }, a share above 0 and below 1',
      },
    ],
  });
}
