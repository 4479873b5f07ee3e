import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { StrataError } from '#sdk';
import { AttentionSources } from '#strata/platform/attention';
import { CONFIG, type Config } from '#strata/platform/config';
import { contribution, type ContributionKind } from '#strata/platform/contributions';
import { DATABASE, type Database } from '#strata/platform/database';
import { type Duty, DUTY } from '#strata/platform/modules';
import { type JobQueue, JOBS } from '#strata/platform/queue';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { PLUGIN_HOST, type PluginHost } from '#strata/plugin-host';
import { RulebookModule } from '#strata/rulebook';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import {
  DriftController,
  EvaluationJobsController,
  EvaluationsController,
  FollowPromotionsHandler,
  TrainingJobsController,
  TrainingsController,
  VersionsController,
} from './http/index.js';
import { DriftMonitor, type LiveDecisions } from './proof/drift/index.js';
import { type EvaluationJobs, Evaluations } from './proof/jobs/index.js';
import { EvidenceTellers, evaluationTeller, ToldEvidence } from './proof/told/index.js';
import { ChampionScorers, ModelRegistry } from './registry/index.js';
import { type ModelJobs, Trainings } from './training/index.js';
import { TrainingModule } from './training.module.js';

/** Where drift finds the people of today: the decisions of the module that makes them. */
export const LiveSources: ContributionKind<(database: Database) => LiveDecisions> = contribution('live decisions');

/** Versions of models, their stages and drift, trainings and evaluations as jobs, and the champions that score. */
@AttentionSources.of(DriftMonitor)
@EvidenceTellers.of(evaluationTeller)
@Module({
  imports: [RulebookModule, TrainingModule],
  controllers: [
    VersionsController,
    TrainingsController,
    TrainingJobsController,
    EvaluationsController,
    EvaluationJobsController,
    DriftController,
  ],
  providers: [
    FollowPromotionsHandler,
    {
      provide: Trainings,
      useFactory: (jobs: JobQueue<ModelJobs>, releases: ReleaseStore, { dataDir }: Config) =>
        new Trainings(jobs, releases, dataDir),
      inject: [JOBS, ReleaseStore, CONFIG],
    },
    {
      provide: Evaluations,
      useFactory: (jobs: JobQueue<EvaluationJobs>, releases: ReleaseStore, { dataDir }: Config) =>
        new Evaluations(jobs, releases, dataDir),
      inject: [JOBS, ReleaseStore, CONFIG],
    },
    {
      provide: ChampionScorers,
      useFactory: (registry: ModelRegistry, host: PluginHost, log: Logger) => new ChampionScorers(registry, host, log),
      inject: [ModelRegistry, PLUGIN_HOST, LOG],
    },
    {
      provide: ToldEvidence,
      useFactory: (registry: ModelRegistry, releases: CurrentRelease, modules: ModulesContainer) =>
        new ToldEvidence(registry, releases, EvidenceTellers.all(modules)),
      inject: [ModelRegistry, CurrentRelease, ModulesContainer],
    },
    {
      provide: DriftMonitor,
      useFactory: openDriftMonitor,
      inject: [ModelRegistry, CurrentRelease, DATABASE, ModulesContainer],
    },
  ],
  exports: [TrainingModule, ChampionScorers, ToldEvidence],
})
export class ModelsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(DriftMonitor) private readonly drift: DriftMonitor,
    @Inject(ChampionScorers) private readonly scorers: ChampionScorers,
    @Inject(DUTY) private readonly duty: Duty,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.duty.kind !== 'server') return;
    this.drift.watch((error, model) => {
      this.log.warn({ err: error, model }, 'the drift of a model could not be looked at');
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.drift.close();
    await this.scorers.close();
  }
}

function openDriftMonitor(
  registry: ModelRegistry,
  releases: CurrentRelease,
  database: Database,
  modules: ModulesContainer,
): DriftMonitor {
  const [live] = LiveSources.all(modules);
  if (live === undefined) throw new StrataError('INTERNAL', 'No module brings live decisions.');
  return new DriftMonitor({
    registry,
    live: live(database),
    documents: () => Promise.resolve(releases.get().documents),
  });
}
