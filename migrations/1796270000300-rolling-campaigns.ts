import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Rolling campaigns. `rolling_progress` says how far the journal of events was read for each (`events_until` is the first
 * transaction that was not), and when its last turn began. `rolling_moments` are the moments that are still to come or to be
 * looked at, of which each is taken away when it was; one with a `firing` is being decided about, under the key of this name,
 * so that whoever goes on after a crash asks for the same decision. `rolling_contacts` is the list: what came of them, by turn.
 * `rolling_leases` says which process is at work, so that no other one does the same meanwhile.
 */
export class RollingCampaigns1796270000300 implements MigrationInterface {
  name = 'RollingCampaigns1796270000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table rolling_progress (
        campaign text primary key,
        events_until bigint not null,
        turned_at timestamptz
      )`);
    await runner.query(`
      create table rolling_moments (
        campaign text not null,
        due timestamptz not null,
        user_id text not null,
        firing text,
        primary key (campaign, due, user_id)
      )`);
    await runner.query(`
      create index rolling_moments_firing on rolling_moments (campaign, firing) where firing is not null`);
    await runner.query('create index rolling_moments_by_user on rolling_moments (user_id)');
    await runner.query(`
      create table rolling_turns (
        id text primary key,
        campaign text not null,
        at timestamptz not null,
        closed boolean not null default false,
        delivered_at timestamptz
      )`);
    await runner.query(`
      create index rolling_turns_undelivered on rolling_turns (campaign, id) where delivered_at is null`);
    await runner.query(`
      create table rolling_contacts (
        place bigint generated always as identity primary key,
        campaign text not null,
        user_id text not null,
        due timestamptz not null,
        turn text not null,
        decision_id text not null,
        outcome text not null,
        offer text,
        arm text,
        batch integer,
        at timestamptz not null,
        unique (campaign, user_id, due)
      )`);
    await runner.query('create index rolling_contacts_by_turn on rolling_contacts (turn, place)');
    await runner.query('create index rolling_contacts_by_campaign on rolling_contacts (campaign, place)');
    await runner.query('create index rolling_contacts_by_user on rolling_contacts (user_id)');
    await runner.query(`
      create table rolling_leases (
        campaign text not null,
        work text not null,
        holder text not null,
        until timestamptz not null,
        primary key (campaign, work)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['leases', 'contacts', 'turns', 'moments', 'progress']) {
      await runner.query(`drop table rolling_${table}`);
    }
  }
}
