import { type DynamicModule, Module } from '@nestjs/common';
import { DOCUMENT_CONTROLLERS, ReleasesController, PLUGIN_CATALOGUE } from './http/index.js';
import { ReleaseStore } from './releases/index.js';
import { type AskedPlugins } from './checks/index.js';

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
