import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What comes next is found by its time, and the moments of a person by the key alone: with the person in both indexes,
 * PostgreSQL took the one of times for them, and read all that was due for each person.
 */
export class MomentsOfAPerson1796340000200 implements MigrationInterface {
  name = 'MomentsOfAPerson1796340000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index rolling_moments_due');
    await runner.query('create index rolling_moments_due on rolling_moments (campaign, due)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index rolling_moments_due');
    await runner.query('create index rolling_moments_due on rolling_moments (campaign, due, user_id)');
  }
}
