import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * For the readout of an experiment, whatever its size. `exposures_by_group` counts rows without reading them: equal keys are
 * stored once. `exposures.has_outcomes` tells the rows of people who did something, of whom there are few, and
 * `exposures_with_outcomes` holds what is asked of these.
 */
export class ExposuresWithOutcomes1796640000100 implements MigrationInterface {
  name = 'ExposuresWithOutcomes1796640000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exposures add column has_outcomes boolean not null default false');
    await runner.query(`
      update exposures x set has_outcomes = true from (select distinct user_id from outcomes) o
      where o.user_id = x.user_id`);
    await runner.query(`
      create index exposures_by_group on exposures (strategy, phase, role, arm, contact_micros, face_micros, state)`);
    await runner.query(`
      create index exposures_with_outcomes on exposures (strategy, phase, user_id)
      include (role, arm, contact_micros, face_micros, state) where has_outcomes`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index exposures_by_group');
    await runner.query('alter table exposures drop column has_outcomes');
  }
}
