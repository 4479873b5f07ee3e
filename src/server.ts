import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppParts } from './app.module.js';
import { type Answer, DECISION_PERSON_STORE, DecisionLog, liveDecisions } from '#strata/decisions/log';
import { CurrentRelease, publishOnFirstStart, releaseEntities, ReleaseStore } from '#strata/rulebook/releases';
import { DecideCommand, DecideHandler } from '#strata/decisions/decide';
import { type DecisionExplanation, ExplainDecisionHandler, ExplainDecisionQuery } from '#strata/decisions/explanation';
import { decisionExposures } from '#strata/decisions/exposures';
import { ofrepFailure } from '#strata/decisions/ofrep';
import { OUTCOME_PERSON_STORE, OutcomeBook, resultsQuery, resultsQuestion } from '#strata/ledger/outcomes';
import { type Simulation, type SimulationRequest, StrategySimulator } from '#strata/decisions/simulate';
import { type StrategyResults } from '#strata/ledger/results';
import { StrataError } from '#sdk';
import { ChampionScorers, ModelRegistry } from '#strata/models/registry';
import { DriftMonitor } from '#strata/models/proof/drift';
import { Trainings } from '#strata/models/training';
import { apiKeys, assertSafeToListen, refuseOtherSites } from '#strata/platform/auth';
import { collectGarbageAlone } from '#strata/platform/process';
import { type Config } from '#strata/platform/config';
import { configureHttp, createHttpAdapter, parseRequest } from '#strata/platform/http';
import { createLogger, type Logger } from '#strata/platform/telemetry';
import { limitRates } from '#strata/platform/rate-limit';
import { openDatabase } from '#strata/platform/database';
import { configuredHost, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { CountedQuality } from '#strata/profiles/quality';
import { FactGatherer } from '#strata/profiles/facts';
import { parseRetention } from '#strata/profiles/store';
import { previewSegment, type SegmentPreview } from '#strata/profiles/preview';
import { ProfileStore, startRetention } from '#strata/profiles/people';
import { jobHandlers, type Jobs, openJobs } from './worker.js';

type Closers = (() => Promise<void>)[];

/** A server that answers. */
export interface RunningServer {
  /** Where it listens. */
  readonly url: string;
  /** The database's home, for people; never holds a password. */
  readonly database: string;
  /** Content hash of the release that decides. */
  readonly release: string;
  /** What an operator should know, one line each. */
  readonly notices: readonly string[];
  /** Finishes what is under way, writes it, and closes. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the database, admits the plugins, publishes the rules where nothing was published yet, and listens.
 *
 * @throws StrataError BAD_CONFIGURATION, HOME_LOCKED, UNAVAILABLE, INVALID_DOCUMENT, PLUGIN_…
 */
export async function startServer(config: Config, log: Logger = createLogger(config)): Promise<RunningServer> {
  collectGarbageAlone();
  const closers: Closers = [];
  const close = () => closeAll(closers);
  try {
    const { parts, jobs, notices } = await openParts(config, log, closers);
    const app = await buildApp(parts, log);
    closers.push(() => app.close());
    await app.listen(config.port, config.host);
    const url = await app.getUrl();
    await parts.database.announce(url);
    parts.outcomes.open(log);
    parts.drift.watch((error, model) => {
      log.warn({ err: error, model }, 'the drift of a model could not be looked at');
    });
    // What a server of this home ran when it died.
    if (parts.database.kind === 'pglite') await jobs.reclaim();
    // Where workers can reach the database they run the jobs, and the server only looks after the queue.
    jobs.start(
      hasWorkers(config) ? undefined : jobHandlers({ ...parts, releases: parts.store, dataDir: config.dataDir }),
    );
    return { url, database: databaseName(config), release: parts.releases.get().hash, notices, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The decisions of a server without its HTTP, for the command line. */
export interface OpenDecisions {
  /** Decides as `POST /v1/decisions` does. */
  decide(body: unknown): Promise<Answer>;
  /** Explains a stored decision as `GET /v1/decisions/{id}/explanation` does. */
  explain(id: string): Promise<DecisionExplanation>;
  /** Counts as `POST /v1/segments/preview` does. */
  preview(condition: unknown): Promise<SegmentPreview>;
  /** Compares as `POST /v1/strategies/{id}/simulate` does. */
  simulate(request: SimulationRequest): Promise<Simulation>;
  /** Answers as `GET /v1/strategies/{id}/results` does. */
  results(strategy: string, query: unknown): Promise<StrategyResults>;
  close(): Promise<void>;
}

/** Opens what decisions need in this process. @throws StrataError as {@link startServer} does */
export async function openDecisions(config: Config): Promise<OpenDecisions> {
  const closers: Closers = [];
  const close = () => closeAll(closers);
  try {
    const { parts } = await openParts(config, createLogger({ logLevel: 'warn' }), closers);
    const { releases, scorers, log, gatherer } = parts;
    const decider = new DecideHandler(releases, scorers, log, gatherer);
    const explainer = new ExplainDecisionHandler(releases, scorers, log);
    return {
      decide: (body) => decider.execute(new DecideCommand(body)),
      explain: (id) => explainer.execute(new ExplainDecisionQuery(id)),
      async preview(condition) {
        const release = await parts.store.current();
        if (release === null) throw new StrataError('UNAVAILABLE', 'No release was published yet.');
        const request = { condition, release, now: Date.now() };
        return await previewSegment(parts.database, { ...request, signal: new AbortController().signal });
      },
      simulate: (request) => new StrategySimulator({ ...parts, plugins: parts.host }).simulate(request),
      results: (strategy, query) =>
        parts.outcomes.results(resultsQuestion(strategy, parseRequest(resultsQuery, query))),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The application over opened parts, not listening yet. */
async function buildApp(parts: AppParts, log: Logger): Promise<NestFastifyApplication> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), createHttpAdapter(log), {
    logger: false,
    abortOnError: false,
  });
  configureHttp(app, log, [ofrepFailure]);
  refuseOtherSites(app, parts.config);
  await limitRates(app, parts.config, parts.keys);
  await app.init();
  return app;
}

interface Opened {
  readonly parts: AppParts;
  readonly jobs: Jobs;
  readonly notices: readonly string[];
}

/** Opens everything below HTTP; what is opened goes into `closers`, in its order. */
async function openParts(config: Config, log: Logger, closers: Closers): Promise<Opened> {
  const [database, host] = await both(
    kept(openDatabase(config, { entities: [...releaseEntities] }), closers),
    kept(openHost(config, log), closers),
  );
  const keys = apiKeys(database);
  const openToAll = await assertSafeToListen(config, keys);
  const store = new ReleaseStore(database);
  await publishOnFirstStart(store, config.rulesDir, { plugins: host });
  const releases = new CurrentRelease(store, log);
  closers.push(() => releases.close());
  await releases.open();

  const registry = new ModelRegistry(database);
  const scorers = new ChampionScorers(registry, host, log);
  closers.push(() => scorers.close());
  const decisions = new DecisionLog(database);
  closers.push(() => decisions.drain());
  const jobs = await openJobs(config, database, log);
  closers.push(() => jobs.close());
  const trainings = new Trainings(jobs, store, config.dataDir);
  const drift = new DriftMonitor({
    registry,
    live: liveDecisions(database),
    documents: () => Promise.resolve(releases.get().documents),
  });
  closers.push(() => drift.close());
  const outcomes = new OutcomeBook({
    database,
    releases,
    source: decisionExposures({ database, releases, log: decisions }),
  });
  closers.push(() => outcomes.close());
  const gatherer = new FactGatherer(database);
  const profiles = new ProfileStore(database, [DECISION_PERSON_STORE, OUTCOME_PERSON_STORE]);
  if (config.retention !== undefined) closers.push(startRetention(profiles, parseRetention(config.retention), log));
  const quality = await CountedQuality.open(database, (error) => {
    log.warn({ err: error }, 'the counts of data quality could not be written yet');
  });
  closers.push(() => quality.close());
  const notices = [...(openToAll === null ? [] : [openToAll]), ...(await missingChampions(releases, registry))];
  return {
    parts: {
      config,
      keys,
      host,
      store,
      database,
      releases,
      registry,
      trainings,
      drift,
      scorers,
      log: decisions,
      outcomes,
      gatherer,
      profiles,
      quality,
    },
    jobs,
    notices,
  };
}

function openHost(config: Config, log: Logger): Promise<PluginHost> {
  return openPluginHost({
    ...configuredHost(config),
    log: (message, context) => {
      log.warn({ ...context }, message);
    },
  });
}

/** Waits for both also where one fails, so that whatever was opened is known when all is closed again. */
async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

async function kept<T extends { close(): Promise<void> }>(opening: Promise<T>, closers: Closers): Promise<T> {
  const opened = await opening;
  closers.push(() => opened.close());
  return opened;
}

/** Which models of the current strategies nobody has trained yet. */
async function missingChampions(releases: CurrentRelease, registry: ModelRegistry): Promise<readonly string[]> {
  const used = new Set(releases.get().strategies.flatMap(({ needs }) => [...needs.model, ...needs.baseline]));
  const champions = await registry.champions();
  const missing = [...used].filter((model) => !champions.has(model)).sort();
  if (missing.length === 0) return [];
  return [`Not trained yet, so rules decide in their place: ${missing.join(', ')}. See \`strata train --help\`.`];
}

/** The embedded database belongs to the server alone, so that nobody else could run its jobs. */
function hasWorkers({ databaseUrl, redisUrl }: Config): boolean {
  return databaseUrl !== undefined && redisUrl !== undefined;
}

function databaseName({ databaseUrl, home }: Config): string {
  if (databaseUrl === undefined) return `${home} (embedded)`;
  const { host, pathname } = new URL(databaseUrl);
  return `postgres://${host}${pathname}`;
}

/** The last opened first. Everything is closed, also where something before it failed. */
async function closeAll(closers: Closers): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be closed.');
}
