import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../api.js';

export type Experiment = AnswerOf<'/v1/experiments', 'get'>['experiments'][number];
export type StrategyReadout = AnswerOf<'/v1/experiments/{id}/readout', 'get'>;
export type Readout = NonNullable<StrategyReadout['arms']>;
export type Course = AnswerOf<'/v1/experiments/{id}/course', 'get'>;
export type Backtest = AnswerOf<'/v1/strategies/{id}/backtests/{run}', 'get'>;

/** What readouts take long to find out is kept as long as somebody looks at the page. */
const KEPT_MS = 300_000;

/** Which strategies are experiments, and whether anybody is held out of all. */
export function useExperiments() {
  return useQuery({ queryKey: ['experiments'], queryFn: () => answerOf(api.GET('/v1/experiments')) });
}

/** What is told apart in a readout. */
export interface ToldApart {
  readonly by: readonly string[];
  readonly bands: number | null;
}

/** What the experiment of a strategy showed. */
export function useReadout(id: string, { by, bands }: ToldApart, isWanted = true) {
  const query = { ...(by.length === 0 ? {} : { by: [...by] }), ...(bands === null ? {} : { bands }) };
  return useQuery({
    queryKey: ['readout', id, query],
    queryFn: () => answerOf(api.GET('/v1/experiments/{id}/readout', { params: { path: { id }, query } })),
    staleTime: KEPT_MS,
    enabled: isWanted,
  });
}

/** How the interval of what decides became what it is. */
export function useCourse(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['course', id],
    queryFn: () =>
      answerOf(api.GET('/v1/experiments/{id}/course', { params: { path: { id }, query: { moments: 10 } } })),
    staleTime: KEPT_MS,
    enabled: isWanted,
  });
}

/** What everything brings together, where anybody is held out of all. */
export function useHoldoutOfAll() {
  return useQuery({
    queryKey: ['holdout-of-all'],
    queryFn: () => answerOf(api.GET('/v1/experiments/readout')),
    staleTime: KEPT_MS,
  });
}

export const backtestsKey = (id: string) => ['backtests', id] as const;

const LATEST = 20;

export function useBacktests(id: string) {
  const params = { path: { id }, query: { limit: LATEST } };
  return useQuery({
    queryKey: backtestsKey(id),
    queryFn: async () => (await answerOf(api.GET('/v1/strategies/{id}/backtests', { params }))).backtests,
  });
}

/** One with what it found. */
export function useBacktest(id: string, run: string) {
  return useQuery({
    queryKey: [...backtestsKey(id), run],
    queryFn: () => answerOf(api.GET('/v1/strategies/{id}/backtests/{run}', { params: { path: { id, run } } })),
    staleTime: Infinity,
  });
}
