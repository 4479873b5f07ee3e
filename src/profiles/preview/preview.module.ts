import { type DynamicModule, Module } from '@nestjs/common';
import { type Database } from '#strata/platform/database';
import { ReleaseStore } from '#strata/rulebook/releases';
import { PREVIEW_DATABASE, PreviewController } from './preview.controller.js';

interface PreviewParts {
  readonly database: Database;
  readonly store: ReleaseStore;
}

/** `POST /v1/segments/preview`. */
@Module({})
export class PreviewModule {
  static with({ database, store }: PreviewParts): DynamicModule {
    return {
      module: PreviewModule,
      controllers: [PreviewController],
      providers: [
        { provide: PREVIEW_DATABASE, useValue: database },
        { provide: ReleaseStore, useValue: store },
      ],
    };
  }
}
