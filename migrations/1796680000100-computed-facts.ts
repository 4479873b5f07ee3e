import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What analyses say about people. Rows of a run that is not over are there before it publishes them: the view
 * `computed_facts` shows those of the run that published last.
 */
export class ComputedFacts1796680000100 implements MigrationInterface {
  name = 'ComputedFacts1796680000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table computed_values (
        user_id text not null,
        analysis text not null,
        run uuid not null,
        outputs jsonb not null,
        primary key (user_id, analysis, run)
      )`);
    await runner.query(`
      create table computed_publications (
        analysis text primary key,
        run uuid not null,
        at timestamptz not null
      )`);
    await runner.query(`
      create view computed_facts as
        select v.user_id, v.analysis, v.run, p.at, v.outputs
        from computed_values v join computed_publications p on p.analysis = v.analysis and p.run = v.run`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop view computed_facts');
    await runner.query('drop table computed_publications');
    await runner.query('drop table computed_values');
  }
}
