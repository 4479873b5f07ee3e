import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Contacts belong to persons: a contact is stored under the person that the asked id led to at that moment (`user_id`), so
 * that two ids of one person that ask at once collide in the running number. `asked_as` is the id that was asked about
 * where that is another one; it is what a contact follows where an id turns out to belong to somebody else.
 */
export class ContactsOfPersons1795900300100 implements MigrationInterface {
  name = 'ContactsOfPersons1795900300100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contacts add column asked_as text');
    await runner.query('create index contacts_by_asked on contacts (asked_as) where asked_as is not null');
    await runner.query(appendDecisions(KNOWN_PERSON, CONTACTS_OF_PERSONS));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(appendDecisions(KNOWN_ID, CONTACTS_OF_IDS));
    await runner.query('alter table contacts drop column asked_as');
  }
}

/** Whether one of the persons of the asked ids was contacted before, under whichever id. */
const KNOWN_PERSON = `
        if asked_users <> '' then
          members := string_to_array(asked_users, separator);
          members := members || array(select i.user_id from identities i where i.anonymous_id = any (members));
          members := members || array(select i.anonymous_id from identities i where i.user_id = any (members));
          if exists (select from contacts c where c.user_id = any (members))
            or exists (select from contacts c where c.asked_as is not null and c.asked_as = any (members)) then
            return 'known';
          end if;
        end if;`;

const KNOWN_ID = `
        if asked_users <> '' and exists (
          select from contacts c where c.user_id = any (string_to_array(asked_users, separator))
        ) then
          return 'known';
        end if;`;

const VALUES = `
          from unnest(
            string_to_array(contacted_users, separator), string_to_array(contacted_strategies, separator),
            string_to_array(contacted_numbers, separator), string_to_array(contacted_offers, separator),
            string_to_array(contacted_decisions, separator), string_to_array(contacted_at, separator)
          ) v (user_id, strategy, number, offer, decision_id, at)`;

const CONTACTS_OF_PERSONS = `
          insert into contacts (user_id, asked_as, strategy, number, offer, decision_id, at)
          select coalesce(i.user_id, v.user_id), case when i.user_id <> v.user_id then v.user_id end, v.strategy,
            v.number::integer, v.offer, v.decision_id, v.at::timestamptz
          ${VALUES}
          left join identities i on i.anonymous_id = v.user_id
          order by 1, v.strategy;`;

const CONTACTS_OF_IDS = `
          insert into contacts (user_id, strategy, number, offer, decision_id, at)
          select v.user_id, v.strategy, v.number::integer, v.offer, v.decision_id, v.at::timestamptz
          ${VALUES};`;

/** The function of the migration `append-at-once`, which says more about it, with these two pieces. */
function appendDecisions(known: string, contacts: string): string {
  return `
      create or replace function append_decisions(
        asked_users text, asked_keys text,
        limited_strategies text, limited_offers text, wanted_issued text, wanted_micros text, most_issued text,
        most_micros text,
        contacted_users text, contacted_strategies text, contacted_numbers text, contacted_offers text,
        contacted_decisions text, contacted_at text,
        ids text, users text, times text, strategies text, outcomes text, releases text, inputs text, decisions text,
        keys text, hashes text
      ) returns text language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
      declare
        separator constant text := chr(31);
        room boolean;
        members text[];
      begin
        ${known}
        if asked_keys <> '' and exists (
          select from decisions d where d.idempotency_key = any (string_to_array(asked_keys, separator))
        ) then
          return 'known';
        end if;

        if limited_strategies <> '' then
          -- Locked in one order everywhere, so that processes wait for each other and never in a circle.
          select count(*) = array_length(string_to_array(limited_strategies, separator), 1) and bool_and(l.fits)
          into room from (
            select c.issued + w.issued <= w.most_issued and c.reserved_micros + w.micros <= w.most_micros as fits
            from unnest(
              string_to_array(limited_strategies, separator), string_to_array(limited_offers, separator),
              string_to_array(wanted_issued, separator)::bigint[], string_to_array(wanted_micros, separator)::bigint[],
              string_to_array(append_decisions.most_issued, separator)::bigint[],
              string_to_array(append_decisions.most_micros, separator)::bigint[]
            ) w (strategy, offer, issued, micros, most_issued, most_micros)
            join offer_counters c on c.strategy = w.strategy and c.offer = w.offer
            order by c.strategy, c.offer for update of c
          ) l;
          if room is not true then
            return 'full';
          end if;
          update offer_counters c set issued = c.issued + w.issued, reserved_micros = c.reserved_micros + w.micros
          from unnest(
            string_to_array(limited_strategies, separator), string_to_array(limited_offers, separator),
            string_to_array(wanted_issued, separator)::bigint[], string_to_array(wanted_micros, separator)::bigint[]
          ) w (strategy, offer, issued, micros)
          where c.strategy = w.strategy and c.offer = w.offer;
        end if;

        if contacted_users <> '' then
          ${contacts}
        end if;

        insert into decisions
          (id, user_id, at, strategy, outcome, release, input, decision, idempotency_key, body_hash)
        select v.id, v.user_id, v.at::timestamptz, nullif(v.strategy, ''), v.outcome, v.release, v.input, v.decision,
          nullif(v.key, ''), nullif(v.hash, '')
        from unnest(
          string_to_array(ids, separator), string_to_array(users, separator), string_to_array(times, separator),
          string_to_array(append_decisions.strategies, separator), string_to_array(outcomes, separator),
          string_to_array(releases, separator), string_to_array(inputs, separator),
          string_to_array(append_decisions.decisions, separator), string_to_array(keys, separator),
          string_to_array(hashes, separator)
        ) v (id, user_id, at, strategy, outcome, release, input, decision, key, hash);
        return 'written';
      end
      $$`;
}
