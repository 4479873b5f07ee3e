import { type DynamicModule, Module } from '@nestjs/common';
import { ReleaseStore } from '../rulebook/index.js';
import { DriftMonitor } from './drift/drift-monitor.js';
import { DriftController } from './http/drift.controller.js';
import { RunsController } from './http/runs.controller.js';
import { VersionsController } from './http/versions.controller.js';
import { Trainings } from './jobs/trainings.js';
import { ModelRegistry } from './registry/model-registry.js';

/** What the API of models needs. */
export interface ModelParts {
  readonly store: ReleaseStore;
  readonly registry: ModelRegistry;
  readonly trainings: Trainings;
  readonly drift: DriftMonitor;
}

/** Versions of models, their stages and drift, and trainings as jobs. */
@Module({})
export class ModelsModule {
  static with({ store, registry, trainings, drift }: ModelParts): DynamicModule {
    return {
      module: ModelsModule,
      controllers: [VersionsController, RunsController, DriftController],
      providers: [
        { provide: ReleaseStore, useValue: store },
        { provide: ModelRegistry, useValue: registry },
        { provide: Trainings, useValue: trainings },
        { provide: DriftMonitor, useValue: drift },
      ],
    };
  }
}
