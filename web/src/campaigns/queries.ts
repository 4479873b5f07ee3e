import { useQuery } from '@tanstack/react-query';
import { type AnswerOf, type components } from '#client';
import { answerOf, api } from '../api.js';

/** A campaign as its document says it. */
export type Campaign = components['schemas']['Campaign'];
export type CampaignRun = components['schemas']['CampaignRun'];
export type RollingCampaign = components['schemas']['RollingCampaign'];
export type CampaignPreview = AnswerOf<'/v1/campaigns/preview', 'post'>;
export type CampaignResults = AnswerOf<'/v1/campaigns/{id}/results', 'get'>;
export type Watched = components['schemas']['Watched'];

/** How often what changes by itself is asked for while it is looked at. */
const EVERY_MS = 3_000;
const MOST_RUNS = 200;

export function useCampaigns() {
  return useQuery({
    queryKey: ['campaign-documents'],
    queryFn: async () => (await answerOf(api.GET('/v1/campaign-documents'))).campaigns,
  });
}

export function useCampaign(id: string) {
  return useQuery({
    queryKey: ['campaign-documents', id],
    queryFn: () => answerOf(api.GET('/v1/campaign-documents/{id}', { params: { path: { id } } })),
  });
}

/** The strategy that a campaign puts to work. */
export function useStrategy(id: string | undefined) {
  return useQuery({
    queryKey: ['strategies', id],
    enabled: id !== undefined,
    queryFn: () => answerOf(api.GET('/v1/strategies/{id}', { params: { path: { id: id ?? '' } } })),
  });
}

/** Runs, the latest first; asked for again while one of them is under way. @param campaign all where none is named */
export function useRuns(campaign?: string) {
  return useQuery({
    queryKey: ['campaign-runs', campaign ?? null],
    queryFn: async () => {
      const query = { limit: MOST_RUNS, ...(campaign === undefined ? {} : { campaign }) };
      return (await answerOf(api.GET('/v1/campaigns', { params: { query } }))).runs;
    },
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) === true ? EVERY_MS : false),
  });
}

export function useRun(id: string) {
  return useQuery({
    queryKey: ['campaign-run', id],
    queryFn: () => answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } } })),
  });
}

/** All rolling campaigns of the release. */
export function useRolling() {
  return useQuery({
    queryKey: ['rolling-campaigns'],
    queryFn: async () => (await answerOf(api.GET('/v1/rolling-campaigns'))).campaigns,
    refetchInterval: EVERY_MS * 5,
  });
}

export function useRollingCampaign(id: string) {
  return useQuery({
    queryKey: ['rolling-campaigns', id],
    queryFn: () => answerOf(api.GET('/v1/rolling-campaigns/{id}', { params: { path: { id } } })),
    refetchInterval: EVERY_MS,
  });
}

/** What a run, or all runs of a campaign, brought. */
export function useResults(of: string, isThere: boolean) {
  return useQuery({
    queryKey: ['campaign-results', of],
    enabled: isThere,
    queryFn: () => answerOf(api.GET('/v1/campaigns/{id}/results', { params: { path: { id: of } } })),
  });
}

/** How the strategy of a campaign does, whatever made its offers: what is switched off, and its guardrails. */
export function useWatched(strategy: string) {
  return useQuery({
    queryKey: ['watched', strategy],
    queryFn: () => answerOf(api.GET('/v1/strategies/{id}/watch', { params: { path: { id: strategy } } })),
  });
}

/** Whether a run changes without anybody doing something. */
export function isUnderWay({ state, stopping }: Pick<CampaignRun, 'state' | 'stopping'>): boolean {
  return stopping || state === 'queued' || state === 'running' || state === 'delivering';
}

/** Whether the list of a run is booked. */
export function isBooked({ state, dryRun }: Pick<CampaignRun, 'state' | 'dryRun'>): boolean {
  return !dryRun && (state === 'ready' || state === 'delivering' || state === 'delivered');
}

/** Whether a campaign takes turns by itself. */
export function isRolling({ schedule }: Campaign): boolean {
  return schedule !== undefined && 'every' in schedule;
}

/** How many people get an offer by the list of a run, and what that is to cost; null before there is a list. */
export function reachedBy({ manifest }: CampaignRun): {
  readonly people: number;
  readonly heldOut: number;
  /** In sum; of those with figures. */
  readonly expected: { readonly conversions: number; readonly cost: number; readonly profit: number };
} | null {
  if (manifest === null) return null;
  const of = (outcome: 'offer' | 'holdout') => manifest.selected.filter((each) => each.outcome === outcome);
  const peopleOf = (rows: typeof manifest.selected) => rows.reduce((sum, { people }) => sum + people, 0);
  const sum = (name: 'conversions' | 'cost' | 'profit') =>
    of('offer').reduce((all, { expected }) => all + (expected?.[name] ?? 0), 0);
  return {
    people: manifest.booked?.contacts ?? peopleOf(of('offer')),
    heldOut: manifest.booked?.heldOut ?? peopleOf(of('holdout')),
    expected: { conversions: sum('conversions'), cost: sum('cost'), profit: sum('profit') },
  };
}
