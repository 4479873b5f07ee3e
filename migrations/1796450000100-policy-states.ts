import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What the policies of arms have learned: a row an arm. `policy` tells what the state is of, a hash of the plugin, its options,
 * its reward and its context: another one begins anew. Exposures before `learned_from` are all learned; of those after it the
 * lessons say which are.
 */
export class PolicyStates1796450000100 implements MigrationInterface {
  name = 'PolicyStates1796450000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table policy_states (
        strategy text not null,
        arm text not null,
        policy text not null,
        version integer not null,
        state bytea not null,
        rewards bigint not null,
        learned_from timestamptz not null,
        learned_at timestamptz not null,
        primary key (strategy, arm)
      )`);
    await runner.query(`
      create table policy_lessons (
        strategy text not null,
        arm text not null,
        exposure text not null,
        at timestamptz not null,
        primary key (strategy, arm, exposure)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table policy_lessons');
    await runner.query('drop table policy_states');
  }
}
