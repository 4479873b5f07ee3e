import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What rides along with decisions and never acts: an unpublished release (`documents`), or a version of a model that is not
 * the champion. Decisions are read after they were answered, in the order of their transactions; `read_until` and `read_id`
 * say how far. What the candidate came to stands in `shadow_decisions`, and goes with the decision and with the shadow.
 */
export class Shadows1796460000100 implements MigrationInterface {
  name = 'Shadows1796460000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table shadows (
        id text primary key,
        title text not null,
        documents text,
        model text,
        version integer,
        share double precision not null,
        state text not null default 'running' check (state in ('running', 'stopped')),
        started_at timestamptz not null,
        started_by text not null,
        stopped_at timestamptz,
        read_until bigint not null,
        read_id text not null default '',
        seen bigint not null default 0,
        dropped bigint not null default 0,
        failed bigint not null default 0,
        problem text,
        worker text,
        worker_until timestamptz,
        report text,
        check ((documents is null) <> (model is null)),
        check ((model is null) = (version is null))
      )`);
    await runner.query(`
      create table shadow_decisions (
        decision text not null references decisions (id) on delete cascade,
        shadow text not null references shadows (id) on delete cascade,
        at timestamptz not null,
        strategy text,
        offer text,
        stopped_by text,
        outcome text not null,
        conversion double precision,
        cost double precision,
        profit double precision,
        own_strategy text,
        own_offer text,
        own_stopped_by text,
        own_outcome text not null,
        own_conversion double precision,
        own_cost double precision,
        own_profit double precision,
        champion integer,
        champion_score double precision,
        own_score double precision,
        primary key (decision, shadow)
      )`);
    await runner.query('create index shadow_decisions_by_shadow on shadow_decisions (shadow, at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table shadow_decisions');
    await runner.query('drop table shadows');
  }
}
