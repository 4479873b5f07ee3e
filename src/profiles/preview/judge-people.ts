import { allRows, factColumnOf } from '#strata/engine/conditions';
import { type Funnel } from './funnel.js';
import { type FunnelRow } from './funnel-sql.js';

/** A person with the facts that a funnel reads, as the database gives them: null is no value. */
export interface JudgedPerson {
  readonly _user_id: string;
  readonly [fact: string]: unknown;
}

/** Puts people through a funnel outside of the database: the same counts, for conditions that SQL cannot say exactly. */
export function judgePeople({ parts, facts }: Funnel, people: readonly JudgedPerson[]): FunnelRow {
  const columns = new Map(facts.map((name) => [name, factColumnOf(people.map((person) => person[name] ?? undefined))]));
  const left: number[] = [];
  let passed = allRows(people.length);
  for (const { condition } of parts) {
    passed = condition.select(({ fact }) => columns.get(fact), passed);
    left.push(passed.length);
  }
  const idOf = (row: number | undefined): string | null => people[row ?? -1]?._user_id ?? null;
  return { people: people.length, left, first: idOf(passed[0]), last: idOf(passed.at(-1)) };
}
