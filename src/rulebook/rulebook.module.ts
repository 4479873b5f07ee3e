import { type DynamicModule, Module } from '@nestjs/common';
import { DOCUMENT_CONTROLLERS } from './http/documents.controller.js';
import { ReleasesController } from './http/releases.controller.js';
import { PLUGIN_CATALOGUE } from './http/tokens.js';
import { ReleaseStore } from './release-store.js';
import { type AskedPlugins } from './plugin-catalogue.js';

/** The ports of the releases' API, opened before it starts. */
export interface RulebookParts {
  readonly store: ReleaseStore;
  /** The plugin host. */
  readonly plugins: AskedPlugins;
}

/** `/v1/releases`, `/v1/validate` and the documents of the current release. */
@Module({})
export class RulebookModule {
  static with({ store, plugins }: RulebookParts): DynamicModule {
    return {
      module: RulebookModule,
      controllers: [ReleasesController, ...DOCUMENT_CONTROLLERS],
      providers: [
        { provide: ReleaseStore, useValue: store },
        { provide: PLUGIN_CATALOGUE, useValue: plugins },
      ],
    };
  }
}
