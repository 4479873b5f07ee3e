import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What runs of analyses found out. The report is text, so that it is read as it was written, byte by byte. */
export class AnalysisVersions1796680000200 implements MigrationInterface {
  name = 'AnalysisVersions1796680000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table analysis_versions (
        analysis text not null,
        version integer not null,
        run uuid not null,
        document jsonb not null,
        release text not null,
        source text not null,
        at timestamptz not null,
        people integer,
        report text not null,
        artefact bytea,
        checksum text,
        created_by text not null,
        created_at timestamptz not null,
        primary key (analysis, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table analysis_versions');
  }
}
