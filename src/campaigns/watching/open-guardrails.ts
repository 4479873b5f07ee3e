import { type OutcomeBook } from '#strata/ledger/outcomes';
import { type Config } from '#strata/platform/config';
import { type Database } from '#strata/platform/database';
import { addressGuard, OutboundClient } from '#strata/platform/outbound';
import { type Logger } from '#strata/platform/telemetry';
import { type CurrentRelease, type ReleaseStore } from '#strata/rulebook/releases';
import { Guardrails } from './guardrails.js';

/** The guardrails of a process, as it is configured: factory of a provider. */
export function openGuardrails(
  database: Database,
  releases: CurrentRelease,
  store: ReleaseStore,
  outcomes: OutcomeBook,
  { alerts, allowedAddresses = [] }: Config,
  log: Logger,
): Guardrails {
  const client = new OutboundClient(addressGuard(allowedAddresses));
  return new Guardrails({ database, releases, store, outcomes, client, alerts: alerts ?? null, log });
}
