import { Controller, Get, Header, Inject } from '@nestjs/common';
import { DATABASE, type Database } from '#strata/platform/database';
import { Endpoint, Public, Tag } from '#strata/platform/http';
import { Unlimited } from '#strata/platform/rate-limit';
import { metrics } from '#strata/platform/telemetry';
import { StrataError } from '#sdk';
import { CurrentRelease } from '#strata/rulebook/releases';
import { healthSchema, readinessSchema } from './decision.schema.js';

/** A database that needs longer than this to say anything is not there. */
const ANSWER_WITHIN_MS = 2_000;

/** Liveness, readiness, figures. */
@Controller()
@Tag('server', 110)
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
  ) {}

  /** The process runs. */
  @Get('healthz')
  @Public()
  @Unlimited()
  @Endpoint({ summary: 'The process runs', answer: healthSchema })
  alive(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** Decisions can be made and kept. */
  @Get('readyz')
  @Public()
  @Unlimited()
  @Endpoint({ summary: 'Decisions can be made and kept', answer: readinessSchema, refusals: ['UNAVAILABLE'] })
  async ready(): Promise<{ readonly status: 'ready'; readonly release: string }> {
    const { hash } = this.releases.get();
    await within(ANSWER_WITHIN_MS, this.database.ready());
    return { status: 'ready', release: hash };
  }

  /** What Prometheus reads. */
  @Get('metrics')
  @Public()
  @Unlimited()
  @Header('content-type', metrics.contentType)
  @Endpoint({ summary: 'Figures for Prometheus', answer: { mediaType: 'text/plain' } })
  figures(): Promise<string> {
    return metrics.metrics();
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StrataError('UNAVAILABLE', 'The database does not answer.'));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
