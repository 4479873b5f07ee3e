import { type DynamicModule, Module } from '@nestjs/common';
import { ReleaseStore } from '#strata/rulebook/releases';
import { DriftMonitor } from './proof/drift/index.js';
import { DriftController, RunsController, VersionsController } from './http/index.js';
import { Trainings } from './training/index.js';
import { ModelRegistry } from './registry/index.js';

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
