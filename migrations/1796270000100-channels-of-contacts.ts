import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Contacts know the channel of their offer (null: not known, which counts as one of every channel), and a running number
 * over all strategies, for caps that count them together: two processes that contact a person at once collide in it, as
 * they do in the number of one strategy. It is null where no cap counted.
 */
export class ChannelsOfContacts1796270000100 implements MigrationInterface {
  name = 'ChannelsOfContacts1796270000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contacts add column channel text, add column ordinal integer');
    await runner.query(
      'create unique index contacts_by_ordinal on contacts (user_id, ordinal) where ordinal is not null',
    );
    await rewriteFunction(runner, REPLACED);
  }

  async down(runner: QueryRunner): Promise<void> {
    await rewriteFunction(
      runner,
      REPLACED.map(([before, after]) => [after, before]),
    );
    await runner.query('alter table contacts drop column channel, drop column ordinal');
  }
}

/** In the function that appends a group of decisions: its parameters, the columns and the values of the contacts. */
const REPLACED: readonly (readonly [before: string, after: string])[] = [
  ['contacted_at text,', 'contacted_at text, contacted_channels text, contacted_ordinals text,'],
  ['offer, exposure_id, at)\n          select', 'offer, exposure_id, at, channel, ordinal)\n          select'],
  [
    'v.at::timestamptz\n          \n          from',
    `v.at::timestamptz, nullif(v.channel, ''), nullif(v.ordinal, '')::integer\n          \n          from`,
  ],
  [
    'string_to_array(contacted_at, separator)\n          ) v (user_id, strategy, number, offer, exposure_id, at)',
    `string_to_array(contacted_at, separator),
            string_to_array(contacted_channels, separator), string_to_array(contacted_ordinals, separator)
          ) v (user_id, strategy, number, offer, exposure_id, at, channel, ordinal)`,
  ],
];

/** Other parameters are another function to PostgreSQL, so that the earlier one has to go. */
async function rewriteFunction(runner: QueryRunner, pieces: typeof REPLACED): Promise<void> {
  const [row] = (await runner.query(`select pg_get_functiondef('append_decisions'::regproc) as text`)) as [
    { readonly text: string },
  ];
  let text = row.text;
  for (const [before, after] of pieces) {
    if (!text.includes(before)) throw new Error(`append_decisions does not say "${before}"`);
    text = text.replaceAll(before, after);
  }
  await runner.query('drop function append_decisions');
  await runner.query(text);
}
