import { type DynamicModule, Module } from '@nestjs/common';
import { type Database } from '#strata/platform/database';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { FactExplainer, FactsController } from './facts/index.js';
import { TrackingController, UsersController } from './http/index.js';
import { ProfileStore } from './people/index.js';
import { DATA_QUALITY, type DataQuality } from './calls/index.js';
import { DataQualityController, QUALITY_DATABASE } from './quality/index.js';
import { Tracking } from './tracking/index.js';

/** The ports of the profile API, opened before it starts. */
export interface ProfileParts {
  readonly profiles: ProfileStore;
  readonly database: Database;
  /** Whose current release says what the facts are. */
  readonly store: Pick<ReleaseStore, 'current'>;
  /** Told about the events that come in. */
  readonly quality?: DataQuality;
}

/** Segment's tracking API, and what is stored about a person. */
@Module({})
export class ProfilesModule {
  static with({ profiles, database, store, quality }: ProfileParts): DynamicModule {
    return {
      module: ProfilesModule,
      controllers: [TrackingController, UsersController, FactsController, DataQualityController],
      providers: [
        { provide: ProfileStore, useValue: profiles },
        { provide: FactExplainer, useValue: new FactExplainer(database, store) },
        { provide: DATA_QUALITY, useValue: quality ?? null },
        { provide: QUALITY_DATABASE, useValue: database },
        { provide: Tracking, useValue: new Tracking(profiles, quality ?? null) },
      ],
    };
  }
}
