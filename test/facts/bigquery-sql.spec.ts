import { expect, it } from 'vitest';
import { compileCondition } from '#strata/engine/conditions';
import { type Condition } from '#strata/engine';
import { CATALOGUE } from './parity/parity.js';

/** BigQuery runs nowhere but at Google: what is written for it is read by people, leaf by leaf. */
it.each<readonly [string, object, string]>([
  ['a number', { fact: 'n', operator: 'greaterThanInclusive', value: 0.5 }, 'coalesce(`n` >= 0.5e0, false)'],
  ['several texts', { fact: 's', operator: 'in', value: ["it's", 'b'] }, "coalesce(`s` in ('it\\'s', 'b'), false)"],
  ['a boolean', { fact: 'b', operator: 'notEqual', value: true }, 'not (coalesce(`b` = true, false))'],
  ['a part', { fact: 's', operator: 'includesText', value: 'x' }, "coalesce(strpos((`s`), 'x') > 0, false)"],
  [
    'letters of either case',
    { fact: 's', operator: 'ignoringCase:equal', value: 'ab' },
    "coalesce(translate(`s`, 'AB', 'ab') = 'ab', false)",
  ],
  [
    'an item of a list',
    { fact: 'l', operator: 'contains', value: 'a' },
    "exists(select 1 from unnest(`l`) as i0 where coalesce(i0 = 'a', false))",
  ],
  [
    'the first item',
    { fact: 'l', path: '$[0]', operator: 'equal', value: 'a' },
    "coalesce(`l`[safe_offset(0)] = 'a', false)",
  ],
  [
    'the length of a list',
    { fact: 'l', path: '$.length', operator: 'lessThan', value: 3 },
    'coalesce(array_length(`l`) < 3, false)',
  ],
  ['a missing value', { fact: 's', operator: 'exists', value: false }, 'not (not (`s` is null))'],
])('BigQuery is asked for %s', (_, leaf, sql) => {
  expect(compileCondition(leaf as Condition).toSql('bigquery', columns)).toBe(sql);
});

it('BigQuery is asked for a date with its own casts', () => {
  const condition = compileCondition({ fact: 'd', operator: 'lessThan', value: '2026-01-02' }, { facts: CATALOGUE });
  const sql = condition.toSql('bigquery');
  expect(sql).toMatch(/^case when coalesce\(regexp_contains\(`d`, '\^\(/);
  expect(sql).toContain("then `d` < '2026-01-02' else");
  expect(sql).toContain('unix_date(safe_cast(left(`d`, 10) as date)) * 86400000');
  expect(sql).toContain('safe_cast(substr(`d`, 12, 2) as int64) * 3600000');
  expect(sql).not.toMatch(/::|collate|jsonb|double precision/);
});

function columns({ fact }: { readonly fact: string }) {
  return { sql: `\`${fact}\``, type: CATALOGUE[fact]!.type };
}
