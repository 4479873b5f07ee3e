import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `exposures.role`: `treated` got an offer, `held-out` was held out of one, and `drawn` says only that a person was drawn into
 * an arm of an experiment: once a person, whatever else the person was exposed to.
 */
export class RolesOfExposures1796430000100 implements MigrationInterface {
  name = 'RolesOfExposures1796430000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table exposures add column role text not null default 'treated'
        check (role in ('treated', 'held-out', 'drawn'))`);
    await runner.query(`update exposures set role = 'held-out' where offer is null`);
    await runner.query('alter table exposures alter column role drop default');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from exposures where role = 'drawn'`);
    await runner.query('alter table exposures drop column role');
  }
}
