import {
  type Availability,
  type Contact,
  type Decision,
  type DecisionInput,
  type PolicyAnswers,
  type ScoreResult,
} from '#strata/engine';
import { FALLBACKS, type People } from '#strata/engine/columns';
import { type FactColumn, factAt } from '#strata/engine/conditions';
import { decide } from '#strata/engine/decide';
import { type Language } from '#strata/kernel/texts';
import { ANY_CHANNEL, type CompiledRelease } from '#strata/engine/plan';

/** What a row is decided by. */
export interface RowRelease {
  readonly release: CompiledRelease;
  readonly strategy: string;
  readonly availability: Availability | undefined;
  /** Versions of the models, by id. */
  readonly versions: ReadonlyMap<string, number>;
  /** Of the reasons; English unless told. */
  readonly language?: Language | undefined;
}

const NOTHING_SPENT: Availability = { stockSpent: [], budgetSpent: [] };

/** Decides about one row of people by itself, with all reasons in words. @param userId as lists name the person */
export function decideRow(people: People, row: number, userId: string, by: RowRelease): Decision {
  return decide({
    input: inputOf(people, row, userId, by),
    release: { ...by.release, eventFolds: measuredEvents(people, row) },
    scores: Object.fromEntries([...people.scores.keys()].map((model) => [model, scoreAt(people, model, row, by)])),
    availability: by.availability ?? NOTHING_SPENT,
    policies: answersAt(people, row, by),
    language: by.language,
  });
}

/** What the policy of the row's arm says; null where policies take no part. */
function answersAt({ policies }: People, row: number, { release, strategy: id }: RowRelease): PolicyAnswers | null {
  if (policies === undefined) return null;
  const strategy = release.strategies.find(({ document }) => document.id === id);
  const said = policies.probabilities.map((column) => column[row] ?? Number.NaN);
  if (strategy === undefined || said.some(Number.isNaN)) return {};
  const probabilities = Object.fromEntries(
    strategy.offers.map(({ document }, place) => [document.id, said[place] ?? 0]),
  );
  return { [id]: { status: 'answered', version: 0, probabilities } };
}

function inputOf(people: People, row: number, userId: string, { strategy }: RowRelease): DecisionInput {
  const { facts, consent, suppressed, ids, now, policies } = people;
  const known = [...facts].flatMap(([name, column]) => {
    const value = factAt(column, row);
    return value === undefined ? [] : [[name, value] as const];
  });
  const drawn = ids?.at(row) ?? userId;
  return {
    id: policies?.ids.at(row) ?? '',
    userId,
    now,
    strategies: [strategy],
    facts: Object.fromEntries(known),
    events: [],
    consent: [...(consent ?? [])].flatMap(([purpose, given]) => (given[row] === 1 ? [purpose] : [])),
    suppressed: suppressed?.[row] === 1,
    contacts: contactsAt(people, row, strategy),
    ...(drawn === userId ? {} : { drawnAs: { [strategy]: drawn } }),
  };
}

/** Events were measured already, by the keys of their facts. */
function measuredEvents({ facts }: People, row: number): CompiledRelease['eventFolds'] {
  const measured = (column: FactColumn) => (): number | undefined => {
    const value = factAt(column, row);
    return typeof value === 'number' ? value : undefined;
  };
  return new Map([...facts].map(([key, column]) => [key, measured(column)]));
}

/** The strategy's own contacts, and those of others that count for the contact policy. */
function contactsAt({ contacts, policyContacts }: People, row: number, strategy: string): readonly Contact[] {
  const all: Contact[] = [];
  if (policyContacts !== undefined) {
    const { starts, at, channel, channels } = policyContacts;
    for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
      const name = channel[i] === ANY_CHANNEL ? undefined : channels[channel[i] ?? 0];
      all.push({ strategy: '', offer: '', at: at[i] ?? 0, ...(name === undefined ? {} : { channel: name }) });
    }
  }
  if (contacts === undefined) return all;
  const { starts, at } = contacts;
  for (let i = starts[row] ?? 0; i < (starts[row + 1] ?? 0); i++) {
    const same = all.findIndex((contact) => contact.strategy === '' && contact.at === at[i]);
    const own = { ...(all[same] ?? { offer: '', at: at[i] ?? 0 }), strategy };
    if (same === -1) all.push(own);
    else all[same] = own;
  }
  return all;
}

function scoreAt({ scores }: People, model: string, row: number, { versions }: RowRelease): ScoreResult {
  const scored = scores.get(model);
  const value = scored === undefined || scored === 'no-champion' ? Number.NaN : (scored.values[row] ?? Number.NaN);
  if (scored === 'no-champion') return { status: 'no-champion' };
  if (scored === undefined || Number.isNaN(value)) {
    if (FALLBACKS[scored?.failures?.[row] ?? 0] === 'NO_CHAMPION') return { status: 'no-champion' };
    return { status: 'failed', code: 'SCORER_NOT_FINITE', message: 'the model could not score the person' };
  }
  const { ranks, outcomes } = scored;
  const version = versions.get(model) ?? 0;
  return {
    ...{ status: 'scored', version, value, rank: ranks?.[row] ?? 0 },
    ...(outcomes === undefined
      ? {}
      : {
          outcomes: {
            natural: outcomes.natural[row] ?? Number.NaN,
            treated: Object.fromEntries([...outcomes.treated].map(([name, of]) => [name, of[row] ?? Number.NaN])),
          },
        }),
  };
}
