import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '#sdk';
import { atOnce } from '#strata/kernel';
import { type MixQuestion } from '#strata/rulebook/schemas';
import { type MixReport } from '../findings/mix-report.js';
import { measureMix, readSeries } from '../index.js';

const folder = mkdtempSync(join(tmpdir(), 'mix-'));
/** Takes the files away. */
export function removeFiles(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Short chains: what is asserted here does not need the second digit. */
const SAMPLING = { chains: 2, warmUp: 150, draws: 150, rounds: 3, agreed: { splitRhat: 1.1, effectiveDraws: 40 } };
const WEEKS = 130;
const DAY = 86_400_000;

export const QUESTION: MixQuestion = {
  target: 'revenue',
  channels: [
    { channel: 'TV', spend: 'tv' },
    { channel: 'print', spend: 'print' },
  ],
  season: 1,
  holdOut: 20,
};

export interface Week {
  readonly week: string;
  readonly revenue: number;
  readonly tv: number;
  readonly print: number;
}

/** Weeks in which a TV week brings 2,000 × x / (x + 100) at once, and print nothing. @param together how far print follows TV */
export function weeksOf({
  together,
  tvBrings = 2_000,
}: {
  readonly together: boolean;
  readonly tvBrings?: number;
}): Week[] {
  const random = seededRandom(7);
  return Array.from({ length: WEEKS }, (_, place) => {
    const tv = Math.round(200 * random.uniform()) * (random.uniform() < 0.6 ? 1 : 0);
    const own = Math.round(100 * random.uniform());
    const noise = 60 * random.normal();
    const season = 200 * Math.sin((2 * Math.PI * place) / 52.18);
    return {
      week: new Date(Date.UTC(2023, 0, 2) + place * 7 * DAY).toISOString().slice(0, 10),
      revenue: 5_000 + season + (tvBrings * tv) / (tv + 100) + noise,
      tv,
      print: together ? Math.round(tv / 2 + own / 10) : own,
    };
  });
}

function fileOf(name: string, rows: readonly Week[]): string {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, ['week,revenue,tv,print', ...rows.map((row) => Object.values(row).join(','))].join('\n'));
  return file;
}

export async function reportOf(name: string, rows: readonly Week[], question = QUESTION): Promise<MixReport> {
  const series = await readSeries({ file: fileOf(name, rows) }, question);
  return atOnce(measureMix(series, question, { seed: 3, sampling: SAMPLING }));
}

export function channelOf({ channels }: MixReport, name: string): MixReport['channels'][number] {
  const found = channels.find(({ channel }) => channel === name);
  if (found === undefined) throw new RangeError(`There is no channel ${name}`);
  return found;
}
