import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `outcomes.reported`: somebody reported it, and no tracked event is behind it. So all that people did can be counted, whatever
 * windows it fell into: their goal events, and what was only reported.
 */
export class ReportedOutcomes1796720000100 implements MigrationInterface {
  name = 'ReportedOutcomes1796720000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outcomes add column reported boolean not null default false');
    await runner.query(`
      update outcomes o set reported = true
      where not exists (
        select from events e
        where e.message_id = o.id
          and e.user_id = coalesce((select i.user_id from identities i where i.anonymous_id = o.user_id), o.user_id))`);
    await runner.query('create index outcomes_reported on outcomes (at) where reported');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index outcomes_reported');
    await runner.query('alter table outcomes drop column reported');
  }
}
