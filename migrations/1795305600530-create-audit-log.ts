import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Every change that somebody made: rows are added, and go only with the person that they are about. */
export class CreateAuditLog1795305600530 implements MigrationInterface {
  name = 'CreateAuditLog1795305600530';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_log (
        id text primary key,
        at timestamptz not null default now(),
        who text not null,
        what text not null,
        subject text not null,
        before text,
        after text
      )`);
    await runner.query('create index audit_log_by_subject on audit_log (subject, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table audit_log');
  }
}
