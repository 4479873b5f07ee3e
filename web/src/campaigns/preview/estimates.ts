import { useFormats } from '../../parts/formats.js';

/** People that were counted, or estimated from a sample. */
interface Estimated {
  readonly count: number;
  /** Null where it is exact. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Writes counts, with their intervals where they are estimates: `4,120 [4,010–4,230]`. */
export function useEstimates(): (estimated: Estimated) => string {
  const { count } = useFormats();
  return ({ count: people, interval }) =>
    interval === null || interval.low === interval.high
      ? count(people)
      : `${count(people)} [${count(interval.low)}–${count(interval.high)}]`;
}
