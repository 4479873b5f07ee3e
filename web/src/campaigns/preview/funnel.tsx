import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { LOOKS } from '../../charts/looks.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type CampaignPreview } from '../queries.js';
import { WORDS } from '../words/index.js';
import { Examples } from './examples.js';
import { useEstimates } from './estimates.js';

type Step = CampaignPreview['steps'][number];

/** Who is left after each step, as bars that get shorter, with people whom it stops. */
export function Funnel({ preview }: { readonly preview: CampaignPreview }) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const { base, steps, offered } = preview;
  const most = Math.max(0, ...steps.map(({ stopped }) => stopped.count));
  const estimate = useEstimates();
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.funnel}
      </Title>
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        <li>
          <Row name={words.everybody} figure={count(base)} />
          <Bar left={1} stopped={0} isLargest={false} />
        </li>
        {steps.map((step, place) => (
          <li key={`${step.segment ?? ''}${step.pointer ?? ''}${step.code}${String(place)}`}>
            <StepRow step={step} base={base} isLargest={step.stopped.count > 0 && step.stopped.count === most} />
          </li>
        ))}
        <li>
          <Row name={words.getsOffer} figure={estimate(offered)} isStrong />
          <Bar left={base === 0 ? 0 : offered.count / base} stopped={0} isLargest={false} />
        </li>
      </Stack>
    </Stack>
  );
}

function StepRow({
  step,
  base,
  isLargest,
}: {
  readonly step: Step;
  readonly base: number;
  readonly isLargest: boolean;
}) {
  const words = useWords(WORDS);
  const estimate = useEstimates();
  const { stopped, left, stage, examples } = step;
  const share = (people: number) => (base === 0 ? 0 : people / base);
  return (
    <>
      <Row
        name={step.words}
        note={words.stages[stage]}
        figure={`${estimate(left)}${stopped.count === 0 ? '' : ` (−${estimate(stopped)})`}`}
        isStrong={isLargest}
      />
      <Bar left={share(left.count)} stopped={share(stopped.count)} isLargest={isLargest} />
      {examples.length > 0 && <Examples title={words.exampleOf(estimate(stopped))} people={examples} />}
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly note?: string;
  readonly figure: string;
  readonly isStrong?: boolean;
}

function Row({ name, note, figure, isStrong = false }: RowProps) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="end">
      <Text size="sm" fw={isStrong ? 700 : 400}>
        {note !== undefined && (
          <Text span size="xs" c="dimmed">
            {`${note}: `}
          </Text>
        )}
        {name}
      </Text>
      <Text size="sm" fw={isStrong ? 700 : 500} style={{ whiteSpace: 'nowrap' }}>
        {figure}
      </Text>
    </Group>
  );
}

interface BarProps {
  /** Of everybody, 0 to 1. */
  readonly left: number;
  readonly stopped: number;
  readonly isLargest: boolean;
}

/** The figures beside it say the same. */
function Bar({ left, stopped, isLargest }: BarProps) {
  return (
    <Box aria-hidden="true">
      <svg width="100%" height={14} display="block">
        <rect width="100%" height={14} rx={3} fill="var(--mantine-color-default-hover)" />
        <rect
          x={percent(left)}
          width={percent(stopped)}
          height={14}
          fill={isLargest ? LOOKS.second : LOOKS.reference}
          opacity={0.75}
        />
        <rect width={percent(left)} height={14} rx={3} fill={LOOKS.main} />
      </svg>
    </Box>
  );
}

function percent(share: number): string {
  return `${String(100 * share)}%`;
}
