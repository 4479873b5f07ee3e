import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api, COLLECTIONS, Refusal } from '../api.js';

export type Version = AnswerOf<'/v1/models/{id}/versions/{version}', 'get'>;
export type Stages = AnswerOf<'/v1/models/{id}/stages', 'get'>;
export type Strategy = Awaited<ReturnType<typeof COLLECTIONS.strategies.all>>[number];

/** All that is asked about a model begins with this key, so that a change lets all of it be read again. */
export const modelKey = (id: string) => ['model', id] as const;

const LATEST = 5;

/** Null where nothing is there, as of a model that nobody trained. @throws Refusal of anything else */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  return await answer.catch((error: unknown) => {
    if (error instanceof Refusal && ['NOT_FOUND', 'MODEL_NOT_TRAINED'].includes(error.problem.code ?? '')) return null;
    throw error;
  });
}

export function useStandings() {
  return useQuery({
    queryKey: ['model-standings'],
    queryFn: async () => (await answerOf(api.GET('/v1/model-standings'))).models,
  });
}

/** All versions through the stages; null of a model without one. */
export function useStages(id: string) {
  return useQuery({
    queryKey: [...modelKey(id), 'stages'],
    queryFn: async () => {
      const { versions } = await answerOf(api.GET('/v1/models/{id}/versions', { params: { path: { id } } }));
      if (versions.length === 0) return null;
      return await answerOf(api.GET('/v1/models/{id}/stages', { params: { path: { id } } }));
    },
  });
}

export function useVersions(id: string) {
  return useQuery({
    queryKey: [...modelKey(id), 'versions'],
    queryFn: async () => (await answerOf(api.GET('/v1/models/{id}/versions', { params: { path: { id } } }))).versions,
  });
}

/** A version with the reports of its evidence. */
export function useVersion(id: string, version: number) {
  return useQuery({
    queryKey: [...modelKey(id), 'version', version],
    queryFn: () => answerOf(api.GET('/v1/models/{id}/versions/{version}', { params: { path: { id, version } } })),
  });
}

/** How far today's people are from those of a version; null where nothing can be told. */
export function useDrift(id: string, version: number) {
  return useQuery({
    queryKey: [...modelKey(id), 'drift', version],
    queryFn: () => orNull(answerOf(api.GET('/v1/models/{id}/drift', { params: { path: { id }, query: { version } } }))),
    staleTime: 60_000,
  });
}

/** The published strategies. */
export function useStrategies() {
  return useQuery({ queryKey: ['strategies'], queryFn: COLLECTIONS.strategies.all });
}

export function useTrainings(id: string) {
  const params = { path: { id }, query: { limit: LATEST } };
  return useQuery({
    queryKey: [...modelKey(id), 'trainings'],
    queryFn: async () => (await answerOf(api.GET('/v1/models/{id}/runs', { params }))).runs,
  });
}

export function useEvaluations(id: string) {
  const params = { path: { id }, query: { limit: LATEST } };
  return useQuery({
    queryKey: [...modelKey(id), 'evaluations'],
    queryFn: async () => (await answerOf(api.GET('/v1/models/{id}/evaluations', { params }))).evaluations,
  });
}
