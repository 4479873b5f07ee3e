import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The score that an exposed person had when it was decided about, and of which model, so that effects are read by bands of
 * it. Both are null where nobody knows, as in all rows until now.
 */
export class ScoresOfExposures1796690000100 implements MigrationInterface {
  name = 'ScoresOfExposures1796690000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exposures add column score double precision, add column score_model text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table exposures drop column score, drop column score_model');
  }
}
