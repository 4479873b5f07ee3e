import { Module } from '@nestjs/common';
import { DATABASE, type Database } from '#strata/platform/database';
import { ReleaseStore } from './releases/index.js';

/** The releases as they are stored, for processes of every duty. */
@Module({
  providers: [
    { provide: ReleaseStore, useFactory: (database: Database) => new ReleaseStore(database), inject: [DATABASE] },
  ],
  exports: [ReleaseStore],
})
export class ReleasesModule {}
