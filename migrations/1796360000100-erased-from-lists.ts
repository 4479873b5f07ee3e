import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** `campaign_runs.erased_since`: people who were erased from then on may still be in the run's files; null: nobody is. */
export class ErasedFromLists1796360000100 implements MigrationInterface {
  name = 'ErasedFromLists1796360000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaign_runs rename column erased_until to erased_since');
    // Whoever was erased before may be in any of them.
    await runner.query(`update campaign_runs set erased_since = '-infinity' where state <> 'cancelled'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaign_runs rename column erased_since to erased_until');
  }
}
