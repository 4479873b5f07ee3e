import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { decisionExposures } from '#strata/decisions/exposures';
import { DecisionLog } from '#strata/decisions/log';
import { OutcomeBook } from '#strata/ledger/outcomes';
import { CONFIG } from '#strata/platform/config';
import { DATABASE, type Database } from '#strata/platform/database';
import { LOG, type Logger } from '#strata/platform/telemetry';
import { ReleasesModule } from '#strata/rulebook';
import { CurrentRelease, ReleaseStore } from '#strata/rulebook/releases';
import { Guardrails, openGuardrails } from './watching/index.js';

/** The guardrails that workers judge, as servers do: what a server has for it anyway is opened here. */
@Module({
  imports: [ReleasesModule],
  providers: [
    { provide: CurrentRelease, useFactory: followReleases, inject: [ReleaseStore, LOG] },
    { provide: OutcomeBook, useFactory: openOutcomes, inject: [DATABASE, CurrentRelease] },
    {
      provide: Guardrails,
      useFactory: openGuardrails,
      inject: [DATABASE, CurrentRelease, ReleaseStore, OutcomeBook, CONFIG, LOG],
    },
  ],
})
export class WorkerGuardrailsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Guardrails) private readonly guardrails: Guardrails,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
  ) {}

  onApplicationBootstrap(): void {
    this.guardrails.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.guardrails.close();
    await this.releases.close();
  }
}

/** Servers publish; a worker that is started first waits for it. */
async function followReleases(store: ReleaseStore, log: Logger): Promise<CurrentRelease> {
  const releases = new CurrentRelease(store, log);
  await releases.open();
  return releases;
}

function openOutcomes(database: Database, releases: CurrentRelease): OutcomeBook {
  const source = decisionExposures({ database, releases, log: new DecisionLog(database) });
  return new OutcomeBook({ database, releases, source: () => source });
}
