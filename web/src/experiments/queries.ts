import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api, COLLECTIONS, Refusal } from '../api.js';

export type Strategy = Awaited<ReturnType<typeof COLLECTIONS.strategies.all>>[number];
export type StrategyReadout = AnswerOf<'/v1/experiments/{id}/readout', 'get'>;
export type Readout = NonNullable<StrategyReadout['arms']>;
export type Course = AnswerOf<'/v1/experiments/{id}/course', 'get'>;
export type Backtest = AnswerOf<'/v1/strategies/{id}/backtests/{run}', 'get'>;

/** What readouts take long to find out is kept as long as somebody looks at the page. */
const KEPT_MS = 300_000;

/** Null where there is none. @throws Refusal of anything else */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  return await answer.catch((error: unknown) => {
    if (error instanceof Refusal && error.problem.code === 'NOT_FOUND') return null;
    throw error;
  });
}

export function useStrategies() {
  return useQuery({ queryKey: ['strategies'], queryFn: COLLECTIONS.strategies.all });
}

/** What is told apart in a readout. */
export interface ToldApart {
  readonly by: readonly string[];
  readonly bands: number | null;
}

/** What the experiment of a strategy showed; null of a strategy that is none. */
export function useReadout(id: string, { by, bands }: ToldApart, isWanted = true) {
  const query = { ...(by.length === 0 ? {} : { by: [...by] }), ...(bands === null ? {} : { bands }) };
  return useQuery({
    queryKey: ['readout', id, query],
    queryFn: () => orNull(answerOf(api.GET('/v1/experiments/{id}/readout', { params: { path: { id }, query } }))),
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

/** What everything brings together; null where nobody is held out of all. */
export function useHoldoutOfAll() {
  return useQuery({
    queryKey: ['holdout-of-all'],
    queryFn: () => orNull(answerOf(api.GET('/v1/experiments/readout'))),
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

/** The arms of a strategy, and whether it is an experiment at all. */
export function experimentOf({ experiment }: Strategy): {
  readonly arms: readonly string[];
  readonly holdout: number;
  readonly isExperiment: boolean;
} {
  const { arms = {}, holdout = 0 } = experiment ?? {};
  const names = Array.isArray(arms)
    ? (arms as readonly { readonly id: string }[]).map(({ id }) => id)
    : Object.keys(arms);
  return { arms: names, holdout, isExperiment: names.length > 1 || (holdout > 0 && holdout < 1) };
}
