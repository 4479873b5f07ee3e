import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is known about the properties of each event, and how often events were not like that. */
export class CreateDataQuality1795305600510 implements MigrationInterface {
  name = 'CreateDataQuality1795305600510';

  async up(runner: QueryRunner): Promise<void> {
    // Properties as {"amount": {"types": ["number"], "seen": 998}}: the kinds of values, and in how many events.
    await runner.query(`
      create table event_schemas (
        name text primary key,
        learned_from integer not null default 0,
        properties jsonb not null default '{}',
        updated_at timestamptz not null default now()
      )`);
    // The property is empty where an issue is not about one.
    await runner.query(`
      create table data_quality_counters (
        day date not null,
        name text not null,
        issue text not null,
        property text not null default '',
        count bigint not null,
        primary key (day, name, issue, property)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table data_quality_counters');
    await runner.query('drop table event_schemas');
  }
}
