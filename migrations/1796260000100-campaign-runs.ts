import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Runs of campaigns: what belongs to a run beside its job, which has the same id. `state` is `open` as long as the job says
 * how it is. `plan` is what was fixed when it began first, `reserved` what it holds of stock and budget, both as JSON.
 * One run of a campaign is open at a time; a dry run is in nobody's way.
 *
 * `campaign_turns` has the next turn of each scheduled campaign. Exposures and contacts of a run have the source
 * `campaign/<run>`.
 *
 * A job whose worker dies is given up after some deaths, counted from the last time that it kept work (`kept_at`).
 */
export class CampaignRuns1796260000100 implements MigrationInterface {
  name = 'CampaignRuns1796260000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table campaign_runs (
        id text primary key,
        campaign text not null,
        strategy text not null,
        release text not null,
        dry_run boolean not null,
        state text not null default 'open'
          check (state in ('open', 'failed', 'cancelled', 'ready', 'delivered')),
        plan text,
        reserved text,
        manifest jsonb,
        erased_until timestamptz
      )`);
    await runner.query('create index campaign_runs_by_campaign on campaign_runs (campaign, id)');
    await runner.query(`
      create unique index campaign_runs_open on campaign_runs (campaign)
      where state = 'open' and not dry_run`);
    await runner.query(`
      create table campaign_turns (
        campaign text primary key,
        schedule text not null,
        due timestamptz not null
      )`);
    await runner.query(`create index exposures_by_source on exposures (source, offer) where source <> 'decision'`);
    await runner.query('create index profiles_suppressed on profiles (user_id) where suppressed');
    await runner.query('alter table jobs add column kept_at integer not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table jobs drop column kept_at');
    await runner.query('drop index profiles_suppressed');
    await runner.query('drop index exposures_by_source');
    await runner.query('drop table campaign_turns');
    await runner.query('drop table campaign_runs');
  }
}
