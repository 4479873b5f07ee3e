import { SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useWords } from '../../words/language.js';
import { type Period, PERIODS } from './periods.js';
import { WORDS } from './words.js';

/** Chooses how far back a page looks, which stands in its address. */
export function PeriodChooser({ days }: { readonly days: Period }) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  return (
    <SegmentedControl
      aria-label={words.period}
      style={{ alignSelf: 'start' }}
      value={String(days)}
      onChange={(value) =>
        void navigate({ to: '.', search: { days: PERIODS.find((each) => String(each) === value) ?? 7 }, replace: true })
      }
      data={PERIODS.map((each) => ({ value: String(each), label: words.days(String(each)) }))}
    />
  );
}
