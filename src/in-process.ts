import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { RollingCampaigns, RollingRecords } from '#strata/campaigns/rolling';
import { CampaignPreviews, Campaigns } from '#strata/campaigns/service';
import { Watching } from '#strata/campaigns/watching';
import { DecideCommand } from '#strata/decisions/decide';
import { type DecisionExplanation, ExplainDecisionQuery } from '#strata/decisions/explanation';
import { type Answer } from '#strata/decisions/log';
import { PolicyDesk, PolicyRecords } from '#strata/decisions/policies';
import { type Simulation, type SimulationRequest, StrategySimulator } from '#strata/decisions/simulate';
import { type HoldoutReadout, HoldoutReadouts } from '#strata/experiments/holdout';
import { holdoutQuery, modelPlanBody, readoutQuery, strategyQuestion } from '#strata/experiments/http';
import { type ModelPlan, ModelPlans } from '#strata/experiments/model-plan';
import { type StrategyReadout, StrategyReadouts } from '#strata/experiments/running';
import { OutcomeBook, resultsQuery, resultsQuestion } from '#strata/ledger/outcomes';
import { type StrategyResults } from '#strata/ledger/results';
import { StrategySwitches } from '#strata/ledger/switches';
import { ModelRegistry } from '#strata/models/registry';
import { type Config } from '#strata/platform/config';
import { type Database } from '#strata/platform/database';
import { parseRequest } from '#strata/platform/http';
import { createLogger } from '#strata/platform/telemetry';
import { type PluginHost } from '#strata/plugin-host';
import { previewSegment, type SegmentPreview } from '#strata/profiles/preview';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { createContext } from './application.js';
import { openProcess } from './process.js';

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
  results(strategy: string | null, query: unknown): Promise<StrategyResults>;
  /** Reads as `GET /v1/experiments/{id}/readout` does. */
  readout(strategy: string, query: unknown): Promise<StrategyReadout>;
  /** Reads as `GET /v1/experiments/readout` does. */
  readoutOfAll(query: unknown): Promise<HoldoutReadout>;
  /** Plans as `POST /v1/experiments/{id}/plan` does. */
  planModel(strategy: string, body: unknown): Promise<ModelPlan>;
  /** Stops and resumes strategies as `POST /v1/strategies/{id}/stop` and `/resume` do. */
  readonly switches: StrategySwitches;
  /** Tells as `GET /v1/strategies/{id}/policies` does. */
  readonly policies: PolicyRecords;
  /** Watches as `GET /v1/strategies/{id}/watch` and `/v1/campaigns/{id}/watch` do. */
  readonly watching: Watching;
  close(): Promise<void>;
}

/** The campaigns of a server without its HTTP, for the command line. */
export interface OpenCampaigns {
  readonly campaigns: Campaigns;
  readonly previews: CampaignPreviews;
  readonly rolling: { readonly records: RollingRecords; readonly campaigns: RollingCampaigns };
  readonly releases: ReleaseStore;
  close(): Promise<void>;
}

/** All of a server without its HTTP, which does nothing by itself but run campaigns: whoever opens it says what happens when. */
export interface OpenShop {
  readonly config: Config;
  readonly database: Database;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  readonly releases: ReleaseStore;
  readonly current: CurrentRelease;
  readonly outcomes: OutcomeBook;
  readonly policies: PolicyDesk;
  readonly campaigns: Campaigns;
  /** Decides as `POST /v1/decisions` does. */
  decide(body: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** Opens all of a server in this process. @throws StrataError BAD_CONFIGURATION, HOME_LOCKED, UNAVAILABLE, PLUGIN_… */
export async function openShop(config: Config): Promise<OpenShop> {
  const log = createLogger(config);
  const { app, database, host, close } = await openProcess(config, log, (ports) =>
    createContext({ config, log, ...ports, duty: { kind: 'command', works: ['campaign'] } }),
  );
  return {
    ...{ config, database, host, close },
    registry: app.get(ModelRegistry),
    releases: app.get(ReleaseStore),
    current: app.get(CurrentRelease),
    outcomes: app.get(OutcomeBook),
    policies: app.get(PolicyDesk),
    campaigns: app.get(Campaigns),
    decide: (body) => app.get(CommandBus).execute(new DecideCommand(body)),
  };
}

/**
 * Opens what campaigns need in this process.
 *
 * @param works whether it runs what is queued
 * @throws StrataError BAD_CONFIGURATION, HOME_LOCKED, UNAVAILABLE, PLUGIN_…
 */
export async function openCampaigns(config: Config, { works }: { readonly works: boolean }): Promise<OpenCampaigns> {
  // Why a run failed inside is in the log only.
  const log = createLogger({ logLevel: 'warn' });
  const duty = { kind: 'command', ...(works ? { works: ['campaign'] } : {}) } as const;
  const { app, close } = await openProcess(config, log, (ports) => createContext({ config, log, ...ports, duty }));
  return {
    campaigns: app.get(Campaigns),
    previews: app.get(CampaignPreviews),
    rolling: { records: app.get(RollingRecords), campaigns: app.get(RollingCampaigns) },
    releases: app.get(ReleaseStore),
    close,
  };
}

/** Opens what decisions need in this process. @throws StrataError BAD_CONFIGURATION, HOME_LOCKED, UNAVAILABLE, PLUGIN_… */
export async function openDecisions(config: Config): Promise<OpenDecisions> {
  const log = createLogger({ logLevel: 'warn' });
  const { app, database, close } = await openProcess(config, log, (ports) =>
    createContext({ config, log, ...ports, duty: { kind: 'command' } }),
  );
  return {
    decide: (body) => app.get(CommandBus).execute(new DecideCommand(body)),
    explain: (id) => app.get(QueryBus).execute(new ExplainDecisionQuery(id)),
    preview(condition) {
      const request = { condition, release: app.get(CurrentRelease).get(), now: Date.now() };
      return previewSegment(database, { ...request, signal: new AbortController().signal });
    },
    simulate: (request) => app.get(StrategySimulator).simulate(request),
    results: (strategy, query) =>
      app.get(OutcomeBook).results(resultsQuestion(strategy, parseRequest(resultsQuery, query))),
    readout: (strategy, query) =>
      app.get(StrategyReadouts).read(strategyQuestion(strategy, parseRequest(readoutQuery, query))),
    readoutOfAll: (query) =>
      app.get(HoldoutReadouts).read({ level: parseRequest(holdoutQuery, query).level, now: Date.now() }),
    planModel: (strategy, body) => app.get(ModelPlans).plan(strategy, parseRequest(modelPlanBody, body)),
    switches: app.get(StrategySwitches),
    policies: app.get(PolicyRecords),
    watching: app.get(Watching),
    close,
  };
}
