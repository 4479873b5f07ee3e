import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** `turns` has the next turn of all that is scheduled, by its kind: campaigns, whose turns `campaign_turns` had. */
export class Turns1796620000100 implements MigrationInterface {
  name = 'Turns1796620000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table campaign_turns rename to turns');
    await runner.query('alter table turns rename column campaign to id');
    await runner.query(`alter table turns add column kind text not null default 'campaign'`);
    await runner.query('alter table turns alter column kind drop default');
    await runner.query('alter table turns drop constraint campaign_turns_pkey, add primary key (kind, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from turns where kind <> 'campaign'`);
    await runner.query('alter table turns drop constraint turns_pkey, drop column kind');
    await runner.query('alter table turns rename column id to campaign');
    await runner.query('alter table turns rename to campaign_turns');
    await runner.query('alter table campaign_turns add primary key (campaign)');
  }
}
