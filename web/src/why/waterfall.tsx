import './waterfall.css';
import { Stack, Text, VisuallyHidden } from '@mantine/core';
import { type ReactNode } from 'react';
import { useFormats } from '../parts/formats.js';
import { useWords } from '../words/language.js';
import { type Decision, reasonsAt, type Explanation, type Reason, type Verdict } from './explanation.js';
import { useWritten } from './needed.js';
import { TraceTree } from './trace-tree.js';
import { WORDS } from './words.js';

interface WaterfallProps {
  readonly verdict: Verdict;
  /** With all reasons. */
  readonly decision: Pick<Decision, 'reasons'>;
  /** The conditions that were looked at, where they are known. */
  readonly traces?: Explanation['traces'];
}

/** The stages of a strategy in their order: what was passed, what stopped it and what was needed, what nobody looked at. */
export function Waterfall({ verdict, decision, traces = [] }: WaterfallProps) {
  const words = useWords(WORDS);
  return (
    <ol className="waterfall" aria-label={words.waterfall}>
      {verdict.stages.map(({ stage, state }) => {
        const look = LOOKS[state === 'stopped' && stage === 'holdout' ? 'held' : state];
        return (
          <li key={stage} className={`waterfall-${look.name}`} data-stage={stage} data-state={state}>
            <span className="waterfall-mark" aria-hidden>
              {look.mark}
            </span>
            <Text fw={600}>
              {words.stages[stage]}
              <VisuallyHidden>: {words.states[state]}</VisuallyHidden>
            </Text>
            <Stack gap={4}>
              {state === 'not reached' ? (
                <Text size="sm" c="dimmed" aria-hidden>
                  {words.notReached}
                </Text>
              ) : (
                <Said
                  verdict={verdict}
                  stage={stage}
                  state={state}
                  reasons={reasonsAt(decision, verdict.strategy, stage)}
                />
              )}
              <Traces traces={traces.filter((one) => one.strategy === verdict.strategy && one.stage === stage)} />
            </Stack>
          </li>
        );
      })}
    </ol>
  );
}

type State = Verdict['stages'][number]['state'];

const LOOKS = {
  passed: { name: 'passed', mark: '✓' },
  failed: { name: 'failed', mark: '!' },
  stopped: { name: 'stopped', mark: '✕' },
  held: { name: 'held', mark: '‖' },
  'not reached': { name: 'unseen', mark: '' },
} as const;

interface SaidProps {
  readonly verdict: Verdict;
  readonly stage: Verdict['stages'][number]['stage'];
  readonly state: State;
  readonly reasons: readonly Reason[];
}

function Said({ verdict, stage, state, reasons }: SaidProps): ReactNode {
  const words = useWords(WORDS);
  const { money } = useFormats();
  if (reasons.length > 0) {
    return reasons.map((reason, place) => <Line key={place} reason={reason} stopped={state === 'stopped'} />);
  }
  const { best } = verdict;
  const isOffer = stage === 'offer' && best !== null;
  return (
    <Text size="sm">
      {isOffer
        ? words.bestOffer(best.title, best.expected === null ? null : money(best.expected.profit))
        : words.passed[stage]}
    </Text>
  );
}

/** A reason in words; of what stopped it also what was needed. */
function Line({ reason, stopped }: { readonly reason: Reason; readonly stopped: boolean }) {
  const written = useWritten();
  const needed = stopped ? written.needed(reason) : null;
  return (
    <div>
      <Text size="sm">{reason.words}</Text>
      {needed !== null && <Text className="needed">{needed}</Text>}
    </div>
  );
}

function Traces({ traces }: { readonly traces: Explanation['traces'] }) {
  const words = useWords(WORDS);
  if (traces.length === 0) return null;
  return (
    <details>
      <summary>{words.parts}</summary>
      {traces.map(({ trace, offer }, place) => (
        <TraceTree key={offer ?? place} trace={trace} />
      ))}
    </details>
  );
}
