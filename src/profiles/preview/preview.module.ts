import { type DynamicModule, Module } from '@nestjs/common';
import { type Database } from '../../platform/index.js';
import { ReleaseStore } from '../../rulebook/index.js';
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
