import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A version climbs stages by evidence, which is added and never changed; the log of promotions also holds roll-backs,
 * retirements and overrides, and which version was champion before. Versions keep the stage that they have.
 */
export class ClimbStages1795305600310 implements MigrationInterface {
  name = 'ClimbStages1795305600310';

  async up(runner: QueryRunner): Promise<void> {
    await replaceStages(runner, ['trained', 'validated', 'backtested', 'live', 'champion', 'retired']);
    await runner.query('alter table model_versions add column curves text');
    await runner.query(`
      create table model_evidence (
        id text primary key,
        model_id text not null,
        version integer not null,
        stage text not null check (stage in ('validated', 'backtested', 'live')),
        passed boolean not null,
        report text not null,
        recorded_by text not null,
        recorded_at timestamptz not null default now(),
        foreign key (model_id, version) references model_versions (model_id, version)
      )`);
    await runner.query('create index model_evidence_by_version on model_evidence (model_id, version, id)');
    await keepEvidence(runner);
    await runner.query(`
      alter table model_promotions
        add column action text not null default 'promoted' check (action in ('promoted', 'rolled-back', 'retired')),
        add column replaced integer,
        add column override_reason text,
        add column missing text not null default ''`);
    await runner.query(`
      update model_promotions set replaced = before.version
        from (select id, lag(version) over (partition by model_id order by id) as version from model_promotions) before
       where before.id = model_promotions.id and before.version <> model_promotions.version`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from model_promotions where action = 'retired'`);
    await runner.query(`
      alter table model_promotions
        drop column missing, drop column override_reason, drop column replaced, drop column action`);
    await runner.query('drop table model_evidence');
    await runner.query('drop function keep_evidence');
    await runner.query('alter table model_versions drop column curves');
    await runner.query(`
      update model_versions set stage = 'trained' where stage in ('validated', 'backtested', 'live')`);
    await replaceStages(runner, ['trained', 'champion', 'retired']);
  }
}

async function replaceStages(runner: QueryRunner, stages: readonly string[]): Promise<void> {
  await runner.query('alter table model_versions drop constraint model_versions_stage_check');
  await runner.query(`
    alter table model_versions add constraint model_versions_stage_check
      check (stage in (${stages.map((stage) => `'${stage}'`).join(', ')}))`);
}

/** What was found out stays as it was found. */
async function keepEvidence(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create function keep_evidence() returns trigger language plpgsql as $$
    begin
      raise exception 'evidence is never changed';
    end $$`);
  await runner.query(`
    create trigger model_evidence_is_kept before update or delete on model_evidence
      for each row execute function keep_evidence()`);
}
