import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What is new among decisions and events is told by the number of the transaction that wrote them, not by a clock: the
 * clocks of two servers differ, and one that was wrong for an hour would else hide everything after it.
 *
 * Rows from before have no number; they are looked at once more, which counts nothing twice.
 */
export class CountByTransaction1795900000100 implements MigrationInterface {
  name = 'CountByTransaction1795900000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index events_by_receipt');
    for (const table of ['decisions', 'events']) {
      await runner.query(`alter table ${table} add column written_in bigint`);
      await runner.query(
        `alter table ${table} alter column written_in set default (pg_current_xact_id()::text::bigint)`,
      );
      // Rows lie in the order of their numbers, so a summary of the pages is enough.
      await runner.query(`create index ${table}_by_transaction on ${table} using brin (written_in)`);
    }
    await runner.query(`
      alter table outcome_progress drop column decisions_until, drop column events_until,
        add column decisions_until bigint, add column events_until bigint`);
    // A window that a clock which was ahead has ended too early is opened again.
    await runner.query(`create index exposures_by_early_end on exposures (ends_at) where state = 'ended'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index exposures_by_early_end');
    await runner.query(`
      alter table outcome_progress drop column decisions_until, drop column events_until,
        add column decisions_until text not null default '',
        add column events_until timestamptz not null default '-infinity'`);
    for (const table of ['decisions', 'events']) await runner.query(`alter table ${table} drop column written_in`);
    await runner.query('create index events_by_receipt on events using brin (received_at)');
  }
}
