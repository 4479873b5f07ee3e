import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type RuleDocument } from '../documents.js';
import { WORDS } from '../words.js';

/** Something that is switched off of a strategy. */
export type SwitchedOff = AnswerOf<'/v1/switches', 'get'>['strategies'][number]['switchedOff'][number];

/** Where what is switched off is kept, so that whoever switches something has it read again. */
export const SWITCHES = ['switches'] as const;

/** What is switched off of each strategy. */
export function useSwitches() {
  const { may } = useMay('marketer');
  return useQuery({
    queryKey: SWITCHES,
    queryFn: async () => {
      const { strategies } = await answerOf(api.GET('/v1/switches'));
      return new Map(strategies.map(({ strategy, switchedOff }) => [strategy, switchedOff]));
    },
    enabled: may,
  });
}

interface StateBadgeProps {
  readonly strategy: RuleDocument;
  readonly switchedOff: readonly SwitchedOff[];
}

/** Whether a strategy makes offers now. */
export function StateBadge({ strategy, switchedOff }: StateBadgeProps) {
  const { states } = useWords(WORDS);
  const { day } = useFormats();
  const { from, to } = (strategy['active'] ?? {}) as { readonly from?: string; readonly to?: string };
  const now = Date.now();
  if (switchedOff.some(({ switch: which }) => which === 'stop'))
    return (
      <Badge variant="dot" color="red">
        {states.stopped}
      </Badge>
    );
  if (to !== undefined && Date.parse(to) < now)
    return (
      <Badge variant="dot" color="gray">
        {states.over(day(to))}
      </Badge>
    );
  if (from !== undefined && Date.parse(from) > now)
    return (
      <Badge variant="dot" color="gray">
        {states.later(day(from))}
      </Badge>
    );
  if (switchedOff.length > 0)
    return (
      <Badge variant="dot" color="orange">
        {states.armsFixed}
      </Badge>
    );
  return (
    <Badge variant="dot" color="green">
      {states.active}
    </Badge>
  );
}
