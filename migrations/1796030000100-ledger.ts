import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Who was offered what no longer needs a decision: exposures, outcomes and contacts have an id and a source of their own. Of
 * the source `decision` it is the decision's id.
 *
 * `reserve_offers` takes any number of offers for any number of people in one statement; what it returns says how many of
 * each were left.
 */
export class Ledger1796030000100 implements MigrationInterface {
  name = 'Ledger1796030000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exposures rename column decision_id to id');
    await runner.query(`alter table exposures add column source text not null default 'decision'`);
    await runner.query(
      'alter table exposures alter column source drop default, add column propensity double precision',
    );
    await runner.query('alter table outcomes rename column decision_id to exposure_id');
    await runner.query('alter index outcomes_by_decision rename to outcomes_by_exposure');
    await runner.query('alter table contacts rename column decision_id to exposure_id');
    await runner.query(`alter table contacts add column source text not null default 'decision'`);
    await renameInFunction(runner, 'decision_id', 'exposure_id');
    await runner.query(RESERVE_OFFERS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function reserve_offers');
    await runner.query('alter table contacts drop column source');
    await runner.query('alter table contacts rename column exposure_id to decision_id');
    await renameInFunction(runner, 'exposure_id', 'decision_id');
    await runner.query('alter index outcomes_by_exposure rename to outcomes_by_decision');
    await runner.query('alter table outcomes rename column exposure_id to decision_id');
    await runner.query('alter table exposures drop column propensity, drop column source');
    await runner.query('alter table exposures rename column id to decision_id');
  }
}

/** The function that appends a group of decisions names a column of the contacts. */
async function renameInFunction(runner: QueryRunner, from: string, to: string): Promise<void> {
  const [row] = (await runner.query(`select pg_get_functiondef('append_decisions'::regproc) as text`)) as [
    { readonly text: string },
  ];
  await runner.query(row.text.replaceAll(from, to));
}

/**
 * Rows are served in their order: each gets as many as its stock (the counter of the offer) and its budget (the counter
 * of the strategy, which names no offer) still have, null being without a limit. A row that asks for none only locks.
 * Counters are locked in one order everywhere, so that processes wait for each other and never in a circle.
 */
const RESERVE_OFFERS = `
  create function reserve_offers(
    strategies text[], offers text[], wanted bigint[], micros bigint[], stocks bigint[], budgets bigint[]
  ) returns table (granted bigint, spent text, used bigint) language plpgsql as $$
  declare
    w record;
    already bigint;
  begin
    insert into offer_counters (strategy, offer)
    select distinct k.strategy, k.offer
    from unnest(strategies, offers, stocks, budgets) v (strategy, offer, stock, budget)
    cross join lateral (values (v.strategy, v.offer, v.stock), (v.strategy, '', v.budget)) k (strategy, offer, most)
    where k.most is not null
      and not exists (select from offer_counters c where c.strategy = k.strategy and c.offer = k.offer)
    order by 1, 2
    on conflict do nothing;

    perform from offer_counters c
    where exists (
      select from unnest(strategies, offers, stocks, budgets) v (strategy, offer, stock, budget)
      where v.strategy = c.strategy
        and ((v.offer = c.offer and v.stock is not null) or (c.offer = '' and v.budget is not null)))
    order by c.strategy, c.offer for update;

    for w in
      select v.* from unnest(strategies, offers, wanted, micros, stocks, budgets)
        with ordinality v (strategy, offer, many, micros, stock, budget, place)
      order by v.place
    loop
      granted := w.many;
      spent := null;
      used := null;
      if w.stock is not null and w.many > 0 then
        select c.issued into already from offer_counters c where c.strategy = w.strategy and c.offer = w.offer;
        if already + granted > w.stock then
          granted := greatest(w.stock - already, 0);
          spent := 'STOCK_SPENT';
          used := already;
        end if;
      end if;
      if w.budget is not null and granted > 0 then
        select c.reserved_micros into already from offer_counters c where c.strategy = w.strategy and c.offer = '';
        if already + granted::numeric * w.micros > w.budget then
          granted := case when w.micros = 0 or already > w.budget then 0 else (w.budget - already) / w.micros end;
          spent := 'BUDGET_SPENT';
          used := already;
        end if;
      end if;
      if granted > 0 then
        update offer_counters c
        set issued = c.issued + reserve_offers.granted,
          reserved_micros = c.reserved_micros + case when c.offer = '' then reserve_offers.granted * w.micros else 0 end
        where c.strategy = w.strategy
          and ((c.offer = w.offer and w.stock is not null) or (c.offer = '' and w.budget is not null));
      end if;
      return next;
    end loop;
  end
  $$`;
