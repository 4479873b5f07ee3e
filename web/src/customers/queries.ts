import { useQuery } from '@tanstack/react-query';
import { type components } from '#client';
import { answerOf, api } from '../api.js';

export type Analysis = components['schemas']['Analysis'];
export type AnalysisRun = components['schemas']['AnalysisRun'];
export type AnalysisVersion = components['schemas']['AnalysisVersion'];
export type AnalysisReport = components['schemas']['AnalysisReport'];

const EVERY_MS = 3_000;

export function useAnalyses() {
  return useQuery({
    queryKey: ['analyses'],
    queryFn: async () => (await answerOf(api.GET('/v1/analyses'))).analyses,
  });
}

export function useAnalysis(id: string) {
  return useQuery({
    queryKey: ['analyses', id],
    queryFn: () => answerOf(api.GET('/v1/analyses/{id}', { params: { path: { id } } })),
  });
}

/** What the runs of an analysis found out, the latest first. */
export function useVersions(id: string) {
  return useQuery({
    queryKey: ['analysis-versions', id],
    queryFn: async () => (await answerOf(api.GET('/v1/analyses/{id}/versions', { params: { path: { id } } }))).versions,
  });
}

/** A version with its report, the one that counts where none is named; null where there is none yet. */
export function useReport(id: string, version?: number) {
  return useQuery({
    queryKey: ['analysis-report', id, version ?? null],
    queryFn: async () => {
      const { versions } = await answerOf(api.GET('/v1/analyses/{id}/versions', { params: { path: { id } } }));
      if (versions.length === 0) return null;
      const query = version === undefined ? {} : { version };
      return await answerOf(api.GET('/v1/analyses/{id}/report', { params: { path: { id }, query } }));
    },
  });
}

/** Its latest runs; asked for again while one is under way. */
export function useAnalysisRuns(id: string) {
  return useQuery({
    queryKey: ['analysis-runs', id],
    queryFn: async () =>
      (await answerOf(api.GET('/v1/analyses/{id}/runs', { params: { path: { id }, query: { limit: 1 } } }))).runs,
    refetchInterval: ({ state }) => (state.data?.some(isOpen) === true ? EVERY_MS : false),
  });
}

function isOpen({ state }: AnalysisRun): boolean {
  return state === 'queued' || state === 'running';
}
