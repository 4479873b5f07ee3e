import 'reflect-metadata';
import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ModelRegistry } from '#strata/models/registry';
import { API_KEYS, type ApiKeys, apiKeys, assertSafeToListen, refuseOtherSites } from '#strata/platform/auth';
import { configureHttp, createHttpAdapter } from '#strata/platform/http';
import { limitRates } from '#strata/platform/rate-limit';
import { CurrentRelease } from '#strata/rulebook/releases';
import { AppModule, type AppParts } from './app.module.js';

const OPTIONS = { logger: false, abortOnError: false } as const;

/** An application that answers, once it listens. */
export interface Server {
  readonly app: NestFastifyApplication;
  /** Content hash of the release that decides. */
  release(): string;
  /** What an operator should know, one line each. */
  readonly notices: readonly string[];
  close(): Promise<void>;
}

/** @throws StrataError BAD_CONFIGURATION where everybody could use it, INVALID_DOCUMENT, UNAVAILABLE */
export async function createServer(parts: AppParts): Promise<Server> {
  const { config, log, database } = parts;
  const openToAll = await assertSafeToListen(config, apiKeys(database));
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(parts), createHttpAdapter(log), OPTIONS);
  try {
    configureHttp(app, log);
    refuseOtherSites(app, config);
    await limitRates(app, config, app.get<ApiKeys>(API_KEYS));
    const releases = app.get(CurrentRelease);
    const missing = await missingChampions(releases, app.get(ModelRegistry));
    return {
      app,
      release: () => releases.get().hash,
      notices: [...(openToAll === null ? [] : [openToAll]), ...missing],
      close: () => app.close(),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The same without HTTP, for commands and workers. */
export function createContext(parts: AppParts): Promise<INestApplicationContext> {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only
  return NestFactory.createApplicationContext(AppModule.with(parts), OPTIONS);
}

/** Which models of the current strategies nobody has trained yet. */
async function missingChampions(releases: CurrentRelease, registry: ModelRegistry): Promise<readonly string[]> {
  const used = new Set(releases.get().strategies.flatMap(({ needs }) => [...needs.model, ...needs.baseline]));
  const champions = await registry.champions();
  const missing = [...used].filter((model) => !champions.has(model)).sort();
  if (missing.length === 0) return [];
  return [`Not trained yet, so rules decide in their place: ${missing.join(', ')}. See \`strata train --help\`.`];
}
