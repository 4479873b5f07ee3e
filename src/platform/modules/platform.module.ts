import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_GUARD, ModuleRef, ModulesContainer } from '@nestjs/core';
import { AttentionController, AttentionSources, JobAttention } from '../attention/index.js';
import { AuditController } from '../audit/index.js';
import { API_KEYS, type ApiKeys, apiKeys, AuthGuard, SessionController } from '../auth/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { DATABASE, type Database } from '../database/index.js';
import { type JobHandler, type JobQueue, JOBS, openJobQueue } from '../queue/index.js';
import { LOG, type Logger } from '../telemetry/index.js';
import { JobKinds } from './job-kinds.js';

/**
 * What a process does by itself: a server looks after what happens in time (and runs jobs where no workers can), a worker
 * runs jobs, a command does only what it is told, which may be to run jobs of some kinds.
 */
export type Duty =
  | { readonly kind: 'server' }
  | { readonly kind: 'command'; readonly works?: readonly string[] }
  | { readonly kind: 'worker'; readonly concurrency: number; readonly leaseMs?: number | undefined };

/** Token of the process's {@link Duty}. */
export const DUTY = Symbol('duty');

/** What is opened before the application, and closed after it. */
export interface PlatformParts {
  readonly config: Config;
  readonly log: Logger;
  readonly database: Database;
  readonly duty: Duty;
}

type AnyJobs = Readonly<Record<string, unknown>>;

/** Configuration, log, database, keys and jobs for all modules; who may call what; the audit log; what needs attention. */
@AttentionSources.of(JobAttention)
@Global()
@Module({})
export class PlatformModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(JOBS) private readonly jobs: JobQueue<AnyJobs>,
    @Inject(DUTY) private readonly duty: Duty,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
    private readonly modules: ModulesContainer,
    private readonly providers: ModuleRef,
  ) {}

  static with({ config, log, database, duty }: PlatformParts): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [AuditController, AttentionController, SessionController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: DATABASE, useValue: database },
        { provide: DUTY, useValue: duty },
        { provide: API_KEYS, useFactory: () => apiKeys(database) },
        { provide: JobAttention, useFactory: () => new JobAttention(database) },
        { provide: JOBS, useFactory: () => openJobs({ config, log, database, duty }) },
        { provide: APP_GUARD, useFactory: (keys: ApiKeys) => new AuthGuard(config, keys), inject: [API_KEYS] },
      ],
      exports: [CONFIG, LOG, DATABASE, DUTY, API_KEYS, JOBS],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    const { duty, jobs, config } = this;
    if (duty.kind === 'command' && duty.works === undefined) return;
    if (duty.kind === 'worker') {
      jobs.start(this.#handlers(), duty.concurrency);
      return;
    }
    // What another process of this home ran when it died.
    if (this.database.kind === 'pglite') await jobs.reclaim();
    if (duty.kind === 'command') {
      jobs.start(this.#handlers(duty.works));
      return;
    }
    // Where workers can reach the database they run the jobs, and the server only looks after the queue.
    jobs.start(hasWorkers(config) ? undefined : this.#handlers());
  }

  onApplicationShutdown(): Promise<void> {
    return this.jobs.close();
  }

  #handlers(only?: readonly string[]): Readonly<Record<string, JobHandler<unknown>>> {
    const all = JobKinds.all(this.modules).filter(({ kind }) => only?.includes(kind) ?? true);
    const kinds = all.map(
      ({ kind, handler }) => [kind, this.providers.get<JobHandler<unknown>>(handler, { strict: false })] as const,
    );
    return Object.fromEntries(kinds);
  }
}

function openJobs({ config: { redisUrl }, log, database, duty }: PlatformParts): Promise<JobQueue<AnyJobs>> {
  const leaseMs = duty.kind === 'worker' ? duty.leaseMs : undefined;
  return openJobQueue<AnyJobs>({
    database,
    log,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(leaseMs === undefined ? {} : { leaseMs }),
  });
}

/** The embedded database belongs to the server alone, so that nobody else could run its jobs. */
function hasWorkers({ databaseUrl, redisUrl }: Config): boolean {
  return databaseUrl !== undefined && redisUrl !== undefined;
}
