import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What guardrails of strategies found last and when they acted, when each strategy was looked at and how long that took, and
 * alerts on their way to the webhook.
 */
export class Guardrails1796480000200 implements MigrationInterface {
  name = 'Guardrails1796480000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table guardrail_states (
        strategy text not null,
        guardrail text not null,
        state text not null,
        since timestamptz not null,
        words text not null,
        figures text not null,
        looked_at timestamptz not null,
        acted_at timestamptz,
        primary key (strategy, guardrail)
      )`);
    await runner.query(`
      create table guardrail_looks (
        strategy text primary key,
        at timestamptz not null,
        took_ms integer not null default 0
      )`);
    await runner.query(`
      create table alerts (
        id text primary key,
        at timestamptz not null,
        body text not null,
        tried_at timestamptz,
        delivered_at timestamptz
      )`);
    await runner.query('create index alerts_waiting on alerts (at) where delivered_at is null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alerts');
    await runner.query('drop table guardrail_looks');
    await runner.query('drop table guardrail_states');
  }
}
