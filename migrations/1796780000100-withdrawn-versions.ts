import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Versions of analyses in whose place an earlier one was put (the latest that was not withdrawn is the one that counts), and those
 * that are no better than the dumb rival in their own report.
 */
export class WithdrawnVersions1796780000100 implements MigrationInterface {
  name = 'WithdrawnVersions1796780000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table analysis_versions add withdrawn_at timestamptz, add warning text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table analysis_versions drop withdrawn_at, drop warning');
  }
}
