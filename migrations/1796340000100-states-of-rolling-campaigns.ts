import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Rolling campaigns can be paused and cancelled (`state`), and know by which moments of a trigger they were begun (`moments`,
 * as JSON). Each moment says which event it is of, so that it can be reckoned anew where a release changes the trigger; those
 * from before do not, and stay as they are. A turn that is closed says how many are on its list, and by how much the one who
 * waited longest came after its moment. The key of moments leads to those of a person: those of a step are found one by one.
 */
export class StatesOfRollingCampaigns1796340000100 implements MigrationInterface {
  name = 'StatesOfRollingCampaigns1796340000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table rolling_progress add column moments text, add column state text not null default 'running'
        check (state in ('running', 'paused', 'cancelled'))`);
    await runner.query('drop index rolling_moments_by_user');
    await runner.query(`
      alter table rolling_moments add column name text, add column at timestamptz, drop constraint rolling_moments_pkey,
        add primary key (user_id, campaign, due)`);
    await runner.query('create index rolling_moments_due on rolling_moments (campaign, due, user_id)');
    await runner.query(`
      alter table rolling_turns add column offers integer not null default 0,
        add column held_out integer not null default 0, add column late_ms double precision`);
    await runner.query(`
      update rolling_turns t set offers = c.offers, held_out = c.held_out, late_ms = c.late_ms
      from (select turn, count(*) filter (where outcome = 'offer') as offers,
          count(*) filter (where outcome = 'holdout') as held_out, 1000 * extract(epoch from max(at - due)) as late_ms
        from rolling_contacts group by turn) c
      where c.turn = t.id and t.closed`);
    await runner.query('create index rolling_turns_by_campaign on rolling_turns (campaign, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index rolling_turns_by_campaign');
    await runner.query('alter table rolling_turns drop column offers, drop column held_out, drop column late_ms');
    await runner.query('drop index rolling_moments_due');
    await runner.query(`
      alter table rolling_moments drop column name, drop column at, drop constraint rolling_moments_pkey,
        add primary key (campaign, due, user_id)`);
    await runner.query('create index rolling_moments_by_user on rolling_moments (user_id)');
    await runner.query('alter table rolling_progress drop column moments, drop column state');
  }
}
