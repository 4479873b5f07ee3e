import { type DynamicModule, Global, Module } from '@nestjs/common';
import { PLUGIN_HOST, type PluginHost } from '../index.js';

/** The plugins, admitted before the application is built. */
@Global()
@Module({})
export class PluginHostModule {
  static with(host: PluginHost): DynamicModule {
    return {
      module: PluginHostModule,
      providers: [{ provide: PLUGIN_HOST, useValue: host }],
      exports: [PLUGIN_HOST],
    };
  }
}
