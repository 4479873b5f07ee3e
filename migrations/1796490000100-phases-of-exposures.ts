import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** `exposures.phase`: that of the strategy's experiment, which draws its arms anew in each. */
export class PhasesOfExposures1796490000100 implements MigrationInterface {
  name = 'PhasesOfExposures1796490000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exposures add column phase smallint not null default 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exposures drop column phase');
  }
}
