import { LineChart } from '../../charts/line-chart.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type CampaignResults } from '../queries.js';
import { WORDS } from '../words/index.js';

type Day = CampaignResults['days'][number];

/** Conversion rates by the day on which people were chosen, beside those of the held-out. */
export function DaysChart({ days }: { readonly days: readonly Day[] }) {
  const words = useWords(WORDS);
  const { day: dayOf, share } = useFormats();
  if (days.length < 2) return null;
  const rates = days.map(({ day, treated, holdout }) => ({
    x: Date.parse(day),
    treated: rateOf(treated),
    heldOut: rateOf(holdout),
  }));
  const pointsOf = (of: 'treated' | 'heldOut') => rates.flatMap(({ x, [of]: y }) => (y === null ? [] : [{ x, y }]));
  const most = Math.max(...rates.flatMap(({ treated, heldOut }) => [treated ?? 0, heldOut ?? 0]), 0.01);
  return (
    <LineChart
      sentence={words.byDaySentence}
      x={{ label: words.day, from: rates[0]?.x ?? 0, to: rates.at(-1)?.x ?? 1, format: dayOf }}
      y={{ label: words.rate, from: 0, to: most, format: share }}
      lines={[
        { name: words.treated, look: 'main', points: pointsOf('treated'), hasDots: true },
        { name: words.without, look: 'reference', points: pointsOf('heldOut'), hasDots: true },
      ]}
      table={{
        head: [words.day, words.treated, words.without],
        rows: rates.map(({ x, treated, heldOut }) => [
          dayOf(x),
          treated === null ? '–' : share(treated),
          heldOut === null ? '–' : share(heldOut),
        ]),
      }}
    />
  );
}

function rateOf({ users, conversions }: { readonly users: number; readonly conversions: number }): number | null {
  return users === 0 ? null : conversions / users;
}
