import { type Funnel } from './funnel.js';
import { type FunnelRow } from './funnel-sql.js';

/** A person with the facts that a funnel reads, as the database gives them: null is no value. */
export interface KnownPerson {
  readonly user_id: string;
  readonly [fact: string]: unknown;
}

/** Puts people through a funnel outside of the database: the same counts, for conditions that SQL cannot say exactly. */
export function judgePeople({ parts, facts }: Funnel, people: readonly KnownPerson[]): FunnelRow {
  const left = parts.map(() => 0);
  let first: string | null = null;
  let last: string | null = null;
  for (const person of people) {
    const known = Object.fromEntries(facts.flatMap((name) => (person[name] === null ? [] : [[name, person[name]]])));
    const depth = parts.findIndex(({ condition }) => !condition.test(known));
    for (let part = 0; part < (depth === -1 ? parts.length : depth); part++) left[part] = (left[part] ?? 0) + 1;
    if (depth !== -1) continue;
    first ??= person.user_id;
    last = person.user_id;
  }
  return { people: people.length, left, first, last };
}
