import { type DynamicModule, Module } from '@nestjs/common';
import { type Database } from '../platform/index.js';
import { TrackingController } from './http/tracking.controller.js';
import { UsersController } from './http/users.controller.js';
import { ProfileStore } from './profile-store.js';
import { type DataQuality } from './received.js';
import { DataQualityController, QUALITY_DATABASE } from './quality/index.js';
import { Tracking } from './tracking/tracking.js';

/** The ports of the profile API, opened before it starts. */
export interface ProfileParts {
  readonly profiles: ProfileStore;
  readonly database: Database;
  /** Told about the events that come in. */
  readonly quality?: DataQuality;
}

/** Segment's tracking API, and what is stored about a person. */
@Module({})
export class ProfilesModule {
  static with({ profiles, database, quality }: ProfileParts): DynamicModule {
    return {
      module: ProfilesModule,
      controllers: [TrackingController, UsersController, DataQualityController],
      providers: [
        { provide: ProfileStore, useValue: profiles },
        { provide: QUALITY_DATABASE, useValue: database },
        { provide: Tracking, useValue: new Tracking(profiles, quality ?? null) },
      ],
    };
  }
}
