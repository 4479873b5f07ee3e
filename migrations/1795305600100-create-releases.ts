import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Releases are immutable and named by their content; the latest publication says which one is current. */
export class CreateReleases1795305600100 implements MigrationInterface {
  name = 'CreateReleases1795305600100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table releases (
        hash text primary key,
        documents text not null
      )`);
    await runner.query(`
      create table publications (
        id integer generated always as identity primary key,
        hash text not null references releases (hash),
        action text not null check (action in ('push', 'rollback', 'first start')),
        published_at timestamptz not null,
        published_by text not null,
        parent_id integer references publications (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table publications');
    await runner.query('drop table releases');
  }
}
