import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A version keeps how the people of its training part were spread, so that later ones can be compared with them. */
export class KeepReferences1795305600330 implements MigrationInterface {
  name = 'KeepReferences1795305600330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table model_versions add column reference text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table model_versions drop column reference');
  }
}
