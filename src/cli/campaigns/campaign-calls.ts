import { type AnswerOf } from '#client';
import { type Config } from '#strata/platform/config';
import { StrataError } from '#sdk';
import { openCampaigns } from '../../in-process.js';
import { currentUser } from '../options/model-options.js';
import { runningServer, type ServerCalls } from '../workspace/running-server.js';
import { rollingHere, rollingOf, type RollingCalls } from './rolling-calls.js';

/** As the API answers them. */
export type ShownRun = AnswerOf<'/v1/campaigns/{id}', 'get'>;
export type ShownPreview = AnswerOf<'/v1/campaigns/preview', 'post'>;
export type ShownResults = AnswerOf<'/v1/campaigns/{id}/results', 'get'>;

interface PublishedCampaign {
  readonly id: string;
  readonly strategy: string;
  readonly schedule?: { readonly cron: string } | { readonly every: string };
}

/** What there is to run. */
export interface PublishedNames {
  readonly campaigns: readonly PublishedCampaign[];
  readonly strategies: readonly { readonly id: string; readonly consent?: string }[];
}

/** A campaign: a published one by its id, or a document. */
export interface CampaignRequest {
  readonly campaign?: string;
  readonly document?: Readonly<Record<string, unknown>>;
  /** What the paths of files start from, where this process reads them. */
  readonly directory?: string;
}

/** What a run is started with. */
interface RunToStart extends CampaignRequest {
  readonly dryRun: boolean;
  /** Why it runs even on people whom a model must not score. */
  readonly force?: string;
}

/** What is looked at before. */
interface PreviewToShow extends CampaignRequest {
  readonly sample?: number | 'all';
}

/** Campaigns of whoever runs them: a server of this home, or this process and the workers of its database. */
export interface CampaignCalls {
  /** True where a server runs them. */
  readonly served: boolean;
  published(): Promise<PublishedNames>;
  start(run: RunToStart): Promise<ShownRun>;
  preview(campaign: PreviewToShow): Promise<ShownPreview>;
  find(id: string): Promise<ShownRun>;
  list(page: { readonly campaign?: string; readonly limit: number }): Promise<readonly ShownRun[]>;
  pause(id: string): Promise<ShownRun>;
  resume(id: string): Promise<ShownRun>;
  cancel(id: string): Promise<ShownRun>;
  results(of: string, level: string): Promise<ShownResults>;
  readonly rolling: RollingCalls;
  close(): Promise<void>;
}

/** @param works whether this process is to run what is queued, where no server does */
export async function campaignCalls(
  config: Config,
  { key, works = false }: { readonly key?: string | undefined; readonly works?: boolean },
): Promise<CampaignCalls> {
  const server = runningServer(config, key ?? config.adminKey);
  return server === undefined ? await callsHere(config, works) : callsOf(server);
}

function callsOf(server: ServerCalls): CampaignCalls {
  const of = (id: string) => ({ params: { path: { id } } });
  return {
    served: true,
    published: async () => {
      const { campaigns } = await server.ask((api) => api.GET('/v1/campaign-documents'));
      const { strategies } = await server.ask((api) => api.GET('/v1/strategies'));
      return { campaigns, strategies };
    },
    start: ({ dryRun, force, ...campaign }) => {
      const body = { dryRun, ...(force === undefined ? {} : { force }), ...named(campaign) };
      return server.ask((api) => api.POST('/v1/campaigns', { body }));
    },
    preview: ({ sample, ...campaign }) => {
      const body = { ...(sample === undefined ? {} : { sample }), ...named(campaign) };
      return server.ask((api) => api.POST('/v1/campaigns/preview', { body }));
    },
    find: (id) => server.ask((api) => api.GET('/v1/campaigns/{id}', of(id))),
    list: async (query) => (await server.ask((api) => api.GET('/v1/campaigns', { params: { query } }))).runs,
    pause: (id) => server.ask((api) => api.POST('/v1/campaigns/{id}/pause', of(id))),
    resume: (id) => server.ask((api) => api.POST('/v1/campaigns/{id}/resume', of(id))),
    cancel: (id) => server.ask((api) => api.DELETE('/v1/campaigns/{id}', of(id))),
    results: (id, level) =>
      server.ask((api) =>
        api.GET('/v1/campaigns/{id}/results', { params: { path: { id }, query: { level: Number(level) } } }),
      ),
    rolling: rollingOf(server),
    close: () => Promise.resolve(),
  };
}

function named({ campaign, document }: CampaignRequest) {
  return {
    ...(campaign === undefined ? {} : { campaign }),
    ...(document === undefined ? {} : { document: { ...document } }),
  };
}

async function callsHere(config: Config, works: boolean): Promise<CampaignCalls> {
  const opened = await openCampaigns(config, { works });
  const { campaigns, previews, releases } = opened;
  const by = currentUser();
  // What the API answers is what these give, as JSON carries it.
  return {
    served: false,
    published: async () => {
      const release = await releases.current();
      if (release === null) throw unpublished();
      const { campaigns: all = [], strategies } = release.documents;
      return { campaigns: all, strategies };
    },
    start: (run) => campaigns.start(run, by) as Promise<ShownRun>,
    preview: (campaign) => untilInterrupted((signal) => previews.preview(campaign, signal)),
    find: (id) => campaigns.runs.find(id) as Promise<ShownRun>,
    list: (page) => campaigns.runs.list(page) as Promise<readonly ShownRun[]>,
    pause: (id) => campaigns.runs.pause(id, by) as Promise<ShownRun>,
    resume: (id) => campaigns.runs.resume(id, by) as Promise<ShownRun>,
    cancel: (id) => campaigns.cancel(id, by) as Promise<ShownRun>,
    results: (of, level) => campaigns.results(of, { level: Number(level) }),
    rolling: rollingHere(opened.rolling, by),
    close: () => opened.close(),
  };
}

/** Ctrl-C ends the work. */
async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = (): void => {
    stop.abort();
  };
  process.once('SIGINT', interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function unpublished(): StrataError {
  return new StrataError('NOT_FOUND', 'Nothing was published yet: publish with `strata rules push`.');
}
