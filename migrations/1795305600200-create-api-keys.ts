import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** API keys, of which only the hash is kept. */
export class CreateApiKeys1795305600200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table api_keys (
        id text primary key,
        name text not null,
        role text not null check (role in ('service', 'marketer', 'admin')),
        hash text not null unique,
        created_at timestamptz not null default now(),
        revoked_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_keys');
  }
}
