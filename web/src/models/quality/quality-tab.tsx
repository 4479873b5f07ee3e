import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { IntervalChart } from '../../charts/interval-chart.js';
import { LineChart } from '../../charts/line-chart.js';
import { useFormats } from '../../parts/formats.js';
import { Tiles } from '../../parts/tiles.js';
import { useWords } from '../../words/language.js';
import {
  type BinaryMetrics,
  type Evaluation,
  isBinary,
  latestEvaluation,
  type TrainedMetrics,
  type UpliftReport,
  type ValueMetrics,
} from '../evaluation.js';
import { type Version } from '../queries.js';
import { QiniCurves } from './qini-curves.js';
import { WORDS } from '../words/index.js';

/** How good a version is: by its latest evaluation, else by what was measured when it was trained. */
export function QualityTab({ version }: { readonly version: Version }) {
  const words = useWords(WORDS).quality;
  const evaluation = latestEvaluation(version.evidence);
  const trained = version.metrics as TrainedMetrics;
  const metrics = evaluation?.metrics ?? trained.holdout ?? null;
  const uplift: UpliftReport | null = evaluation?.report ?? trained.uplift ?? null;
  return (
    <Stack>
      {evaluation === null ? <Text>{words.trained}</Text> : <Judged evaluation={evaluation} />}
      {metrics !== null && isBinary(metrics) && <Probabilities metrics={metrics} />}
      {metrics !== null && !isBinary(metrics) && <Values metrics={metrics} />}
      {metrics !== null && <Calibration metrics={metrics} />}
      {evaluation?.rivals != null && <Rivals rivals={evaluation.rivals} />}
      {uplift !== null && <QiniCurves report={uplift} />}
    </Stack>
  );
}

const SIGNS = { passed: '✓', warned: '!', failed: '✗' } as const;

function Judged({ evaluation: { verdict, file, basis, notes = [] } }: { readonly evaluation: Evaluation }) {
  const words = useWords(WORDS).quality;
  return (
    <Stack gap="xs">
      {verdict !== undefined && (
        <Alert color={verdict.checks.some(({ result }) => result === 'failed') ? 'red' : 'green'}>
          <Text fw={600}>{verdict.headline}</Text>
          <List size="sm" listStyleType="none">
            {verdict.checks.map(({ result, words: said }) => (
              <List.Item key={said}>{`${SIGNS[result]} ${said}`}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {file !== undefined && basis !== undefined && <Text size="sm">{words.judgedOn(file, words.basis[basis])}</Text>}
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

function Probabilities({ metrics }: { readonly metrics: BinaryMetrics }) {
  const words = useWords(WORDS).quality;
  const { count, share, decimal } = useFormats();
  const { rows, positives, auc, logLoss, brier, calibrationError, perfectCalibrationError } = metrics;
  return (
    <Tiles
      tiles={[
        {
          name: words.auc,
          value: `${decimal(auc.value)} [${decimal(auc.lower)}, ${decimal(auc.upper)}]`,
          note: words.aucNote,
        },
        {
          name: words.calibrationError,
          value: share(calibrationError),
          note: words.calibrationNote(share(perfectCalibrationError)),
        },
        { name: words.rows, value: count(rows), note: words.positives(share(positives / rows)) },
        { name: words.logLoss, value: decimal(logLoss) },
        { name: words.brier, value: decimal(brier) },
      ]}
    />
  );
}

function Values({ metrics }: { readonly metrics: ValueMetrics }) {
  const words = useWords(WORDS).quality;
  const { count, share, decimal } = useFormats();
  const { rows, explained, rootMeanSquaredError, meanAbsoluteError, ofTheMean } = metrics;
  return (
    <Tiles
      tiles={[
        {
          name: words.explained,
          value: share(explained.value),
          note: `[${share(explained.lower)}, ${share(explained.upper)}]`,
        },
        {
          name: words.rmse,
          value: decimal(rootMeanSquaredError),
          note: words.ofMean(decimal(ofTheMean.rootMeanSquaredError)),
        },
        {
          name: words.mae,
          value: decimal(meanAbsoluteError),
          note: words.ofMean(decimal(ofTheMean.meanAbsoluteError)),
        },
        { name: words.rows, value: count(rows) },
      ]}
    />
  );
}

function Calibration({ metrics }: { readonly metrics: BinaryMetrics | ValueMetrics }) {
  const words = useWords(WORDS).quality;
  const { count, share, decimal } = useFormats();
  const { calibration } = metrics;
  if (calibration.length === 0) return null;
  const bounds = calibration.flatMap(({ predicted, observed }) => [predicted, observed]);
  const [from, to] = [Math.min(0, ...bounds), Math.max(...bounds)];
  const format = isBinary(metrics) ? share : decimal;
  const points = calibration.map(({ predicted, observed }) => ({ x: predicted, y: observed }));
  return (
    <LineChart
      title={words.calibration}
      sentence={isBinary(metrics) ? words.calibrationSentence(share(metrics.calibrationError)) : words.perfect}
      table={{
        head: [words.promised, words.happened, words.rows],
        rows: calibration.map(({ predicted, observed, rows }) => [format(predicted), format(observed), count(rows)]),
      }}
      x={{ label: words.promised, from, to, format }}
      y={{ label: words.happened, from, to, format }}
      lines={[
        { name: words.happened, look: 'main', points, hasDots: true },
        {
          name: words.perfect,
          look: 'reference',
          points: [
            { x: from, y: from },
            { x: to, y: to },
          ],
        },
      ]}
    />
  );
}

function Rivals({ rivals }: { readonly rivals: NonNullable<Evaluation['rivals']> }) {
  const words = useWords(WORDS).quality;
  const { decimal } = useFormats();
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {words.rivals}
      </Title>
      <IntervalChart
        as="point"
        rows={rivals.map(({ title, modelAhead: { value, lower, upper }, auc }) => ({
          name: title,
          note: `${words.auc} ${decimal(auc.value)}`,
          value,
          low: lower,
          high: upper,
          words: `${value >= 0 ? '+' : ''}${decimal(value)} [${decimal(lower)}, ${decimal(upper)}]`,
        }))}
      />
    </Stack>
  );
}
