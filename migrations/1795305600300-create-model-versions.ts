import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Trained versions are immutable but for their stage; promotions are logged and never deleted. */
export class CreateModelVersions1795305600300 implements MigrationInterface {
  name = 'CreateModelVersions1795305600300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table model_versions (
        model_id text not null,
        version integer not null check (version > 0),
        stage text not null default 'trained' check (stage in ('trained', 'champion', 'retired')),
        plugin text not null,
        task text not null,
        document_hash text not null,
        data_hash text not null,
        code_version text not null,
        seed bigint not null,
        metrics text not null,
        artefact bytea not null,
        checksum text not null,
        created_at timestamptz not null default now(),
        primary key (model_id, version)
      )`);
    await runner.query(`
      create unique index model_versions_one_champion on model_versions (model_id) where stage = 'champion'`);
    await runner.query(`
      create table model_promotions (
        id integer generated always as identity primary key,
        model_id text not null,
        version integer not null,
        promoted_by text not null,
        reason text not null,
        promoted_at timestamptz not null default now(),
        foreign key (model_id, version) references model_versions (model_id, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table model_promotions');
    await runner.query('drop table model_versions');
  }
}
