import { Stack } from '@mantine/core';
import { LineChart } from '../../charts/line-chart.js';
import { lookAt } from '../../charts/looks.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type UpliftReport } from '../evaluation.js';
import { WORDS } from '../words/index.js';

/** What treating the people of the highest effects adds, for each treatment, beside other ways of choosing them. */
export function QiniCurves({ report }: { readonly report: UpliftReport }) {
  return (
    <Stack>
      {report.treatments.map((treatment) => (
        <QiniCurve key={treatment.treatment} told={treatment} />
      ))}
    </Stack>
  );
}

function QiniCurve({ told }: { readonly told: UpliftReport['treatments'][number] }) {
  const words = useWords(WORDS).quality;
  const { share, count } = useFormats();
  const { treatment, contenders, verdict } = told;
  const gains = contenders.flatMap(({ curve }) => curve.map(({ gain }) => gain)).concat(0);
  const [model] = contenders;
  return (
    <LineChart
      title={words.qini(treatment)}
      sentence={verdict.words}
      table={{
        head: [words.qiniX, words.qiniY],
        rows: (model?.curve ?? []).map((point) => [share(point.share), count(point.gain)]),
      }}
      x={{ label: words.qiniX, from: 0, to: 1, format: share }}
      y={{ label: words.qiniY, from: Math.min(...gains), to: Math.max(...gains), format: count }}
      lines={contenders.map(({ selector, title, curve }, place) => ({
        name: title,
        look: selector === 'random' ? 'reference' : lookAt(place),
        points: curve.map((point) => ({ x: point.share, y: point.gain })),
      }))}
    />
  );
}
