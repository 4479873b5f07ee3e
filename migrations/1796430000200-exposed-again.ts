import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * `exposures.again`: the strategy treated the person before, or drew it into another arm before. Where a person is exposed once,
 * sums over people are sums over rows, which takes a tenth of the time of a sum by person. Of rows from before nobody knows.
 */
export class ExposedAgain1796430000200 implements MigrationInterface {
  name = 'ExposedAgain1796430000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exposures add column again boolean not null default true');
    await runner.query('alter table exposures alter column again set default false');
    await runner.query('create index exposures_again on exposures (strategy, user_id) where again');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index exposures_again');
    await runner.query('alter table exposures drop column again');
  }
}
