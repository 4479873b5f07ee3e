import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A group of decisions in one call: looks whether something is in its way, counts, reserves and appends. A function,
 * because its statements are parsed and planned once a connection and not once a group; see
 * docs/decisions/2026-11-22-decision-log.md.
 *
 * Each list is one text whose items are separated by the character 31, which no stored text holds; an item that did
 * would leave another column null and fail. Sequential scans are off, because a plan that was made while the tables were
 * empty stays.
 */
export class AppendAtOnce1795305600401 implements MigrationInterface {
  name = 'AppendAtOnce1795305600401';

  async up(runner: QueryRunner): Promise<void> {
    // A row of two kilobytes stays in its page as it is: compressing it costs more than the rest of the insert.
    await runner.query('alter table decisions set (toast_tuple_target = 8160)');
    // Counters are updated all the time: room in the page keeps their index as it is.
    await runner.query('alter table offer_counters set (fillfactor = 20)');
    await runner.query(`
      create function append_decisions(
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
      begin
        if asked_users <> '' and exists (
          select from contacts c where c.user_id = any (string_to_array(asked_users, separator))
        ) then
          return 'known';
        end if;
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
          insert into contacts (user_id, strategy, number, offer, decision_id, at)
          select v.user_id, v.strategy, v.number::integer, v.offer, v.decision_id, v.at::timestamptz
          from unnest(
            string_to_array(contacted_users, separator), string_to_array(contacted_strategies, separator),
            string_to_array(contacted_numbers, separator), string_to_array(contacted_offers, separator),
            string_to_array(contacted_decisions, separator), string_to_array(contacted_at, separator)
          ) v (user_id, strategy, number, offer, decision_id, at);
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
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function append_decisions');
    await runner.query('alter table offer_counters reset (fillfactor)');
    await runner.query('alter table decisions reset (toast_tuple_target)');
  }
}
