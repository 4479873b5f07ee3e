import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How often a decision was answered again to who asked while its offer stood, and when last. */
export class CreateRepetitions1795900300200 implements MigrationInterface {
  name = 'CreateRepetitions1795900300200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table repetitions (
        decision_id text primary key references decisions (id) on delete cascade,
        times integer not null,
        last_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table repetitions');
  }
}
