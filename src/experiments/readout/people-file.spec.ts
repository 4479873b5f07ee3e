import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PeopleFile, sumsOfFile } from './index.js';

describe('sumsOfFile', () => {
  let folder: string;
  const question = (more: Partial<PeopleFile> = {}): PeopleFile => ({
    file: join(folder, 'people.csv'),
    arm: 'arm',
    columns: { value: 'spent' },
    segments: [],
    winsorise: 1,
    ...more,
  });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'readout-'));
    const rows = [
      'person,arm,spent,came,city,score',
      'a,control,10,2026-11-01,Wuhan,0.1',
      'a,control,5,2026-11-03,Wuhan,0.1',
      'b,model,100,2026-11-02,Wuhan,0.9',
      'c,model,,2026-11-05,Xian,0.4',
      'd,model,7,2026-11-01,Xian,0.6',
      'd,control,7,2026-11-01,Xian,0.6',
      'e,,50,2026-11-01,Xian,0.2',
    ];
    await writeFile(join(folder, 'people.csv'), rows.join('\n'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('adds up the rows of a person, leaves out who has no arm or several, and counts the days', async () => {
    const { variables, control, arms, inSeveralArms, days } = await sumsOfFile(
      question({ person: 'person', at: 'came' }),
    );
    expect({ variables, control, inSeveralArms, days }).toEqual({
      variables: ['converted', 'value'],
      control: 'control',
      inSeveralArms: 1,
      days: 4,
    });
    expect(arms).toEqual([
      { arm: 'control', share: 1, moments: { people: 1, sums: [1, 15], products: [[1, 15], [15, 225]] } }, // prettier-ignore
      { arm: 'model', share: 1, moments: { people: 2, sums: [1, 100], products: [[1, 100], [100, 10_000]] } }, // prettier-ignore
    ]);
  });

  it('caps what single people spent, and tells people apart by columns and bands of a score', async () => {
    const bands = { score: 'score', count: 2 };
    const sums = await sumsOfFile(question({ person: 'person', winsorise: 0.5, segments: ['city'], bands }));
    expect(sums.arms.map(({ moments }) => moments.sums[1])).toEqual([15, 15]);
    expect(sums.segments.map(({ by, value }) => `${by}: ${value}`)).toEqual([
      'city: Wuhan',
      'city: Xian',
      'score, in bands: 1 of 2: 0.1 to 0.4',
      'score, in bands: 2 of 2: 0.4 to 0.9',
    ]);
  });

  it('refuses arms that were not planned, and asks which one is control', async () => {
    await expect(sumsOfFile(question({ shares: { modle: 1, control: 1 } }))).rejects.toMatchObject({
      code: 'BAD_COLUMN',
      problems: [{ nearest: 'modle' }],
    });
    await expect(sumsOfFile(question({ control: 'nobody' }))).rejects.toMatchObject({ code: 'BAD_USAGE' });
    await expect(sumsOfFile(question({ columns: { value: 'city' } }))).rejects.toMatchObject({ code: 'BAD_COLUMN' });
  });
});
