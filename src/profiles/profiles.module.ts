import { type DynamicModule, Module } from '@nestjs/common';
import { type Database } from '../platform/index.js';
import { type ReleaseStore } from '../rulebook/index.js';
import { FactExplainer } from './facts/explain-facts.js';
import { FactsController } from './facts/facts.controller.js';
import { TrackingController } from './http/tracking.controller.js';
import { UsersController } from './http/users.controller.js';
import { ProfileStore } from './profile-store.js';
import { DATA_QUALITY, type DataQuality } from './received.js';
import { DataQualityController, QUALITY_DATABASE } from './quality/index.js';
import { Tracking } from './tracking/tracking.js';

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
