import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Why a release was published or gone back to, in the words of whoever did it. */
export class ReasonOfAPublication1795900200100 implements MigrationInterface {
  name = 'ReasonOfAPublication1795900200100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table publications add column reason text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table publications drop column reason');
  }
}
