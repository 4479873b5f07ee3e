import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The ledger of work that runs apart from requests, and the workers that are alive. The ledger is the truth: a queue
 * only wakes workers up.
 */
export class CreateJobs1795305600320 implements MigrationInterface {
  name = 'CreateJobs1795305600320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table jobs (
        id text primary key,
        kind text not null,
        subject text not null,
        payload text not null,
        state text not null default 'queued'
          check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
        progress double precision not null default 0,
        note text not null default '',
        attempts integer not null default 0,
        cancel_requested boolean not null default false,
        worker text,
        lease_until timestamptz,
        error text,
        result text,
        requested_by text not null,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        ended_at timestamptz
      )`);
    await runner.query('create index jobs_by_subject on jobs (kind, subject, id)');
    await runner.query(`create index jobs_open on jobs (id) where state in ('queued', 'running')`);
    await runner.query(`
      create table job_workers (
        id text primary key,
        host text not null,
        pid integer not null,
        seen_at timestamptz not null default now()
      )`);
    // Wake-ups of two databases on one Redis keep apart by this name.
    await runner.query(`
      create table job_queue (
        single boolean primary key default true check (single),
        name text not null default gen_random_uuid()::text
      )`);
    await runner.query('insert into job_queue default values');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table job_queue');
    await runner.query('drop table job_workers');
    await runner.query('drop table jobs');
  }
}
