import { type EntityManager } from 'typeorm';
import { type RetentionPolicy } from './retention.js';

/** Rows of one statement, so that none of them holds its locks for long. */
const CHUNK = 50_000;

/**
 * Deletes a piece of what the policy does not keep at `now` (milliseconds since 1970, UTC).
 *
 * @returns how many events went; 0 when nothing is left to do
 */
export async function deleteExpired(manager: EntityManager, policy: RetentionPolicy, now: number): Promise<number> {
  const rules = Object.entries(policy.events);
  const [, count]: [unknown, number] = await manager.query(
    `with rules as (select * from unnest($1::text[], $2::text[]) as rule (name, keep))
     delete from events where (user_id, message_id) in (
       select e.user_id, e.message_id from events e left join rules on rules.name = e.name
       where e.at <= ($3::timestamptz at time zone 'UTC'
         - case when rules.name is null then $4::text else rules.keep end::interval) at time zone 'UTC'
       limit ${CHUNK})`,
    [rules.map(([name]) => name), rules.map(([, keep]) => keep), new Date(now).toISOString(), policy.default],
  );
  return count;
}
