import { type Guardrail, guardrailKey, type Strategy } from '#strata/engine';
import { type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type OutcomeBook } from '#strata/ledger/outcomes';
import { findSwitches, switchOff } from '#strata/ledger/switches';
import { type Database } from '#strata/platform/database';
import { addressGuard, OutboundClient } from '#strata/platform/outbound';
import { type Logger } from '#strata/platform/telemetry';
import {
  type CurrentRelease,
  type DocumentVersion,
  documentVersions,
  type ReleaseStore,
} from '#strata/rulebook/releases';
import { type Config } from '#strata/platform/config';
import { campaignPhrases } from '../words/index.js';
import { addAlert, forgetAlerts } from './alert-table.js';
import { alertBody } from './alert-body.js';
import { keepFound, noteLook, takeLook } from './guardrail-table.js';
import { judge, type JudgedStrategy, type StandsSince } from './judge-strategy.js';
import { type AlertTarget, sendAlerts } from './send-alerts.js';

/** What guardrails work with. */
interface GuardrailParts {
  readonly database: Database;
  readonly releases: Pick<CurrentRelease, 'find'>;
  readonly store: Pick<ReleaseStore, 'history' | 'get'>;
  readonly outcomes: Pick<OutcomeBook, 'catchUp'>;
  readonly client: OutboundClient;
  /** Null where nobody is to be told. */
  readonly alerts: AlertTarget | null;
  readonly log: Logger;
}

/** How often it is looked which strategies are due: each about once a minute, whatever number of processes look. */
const LOOK_MS = 5_000;

/**
 * The guardrails of strategies, judged about once a minute: what goes too far is switched off or told, once, with the reason in
 * numbers. Several processes may look at once: what is found and what is done stand in one transaction.
 */
export class Guardrails {
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #sending: Promise<void> | null = null;
  #known: { readonly release: string; readonly since: Map<string, StandsSince> } | null = null;

  constructor(private readonly parts: GuardrailParts) {}

  /** Looks until it is closed. */
  open(): void {
    if (this.#stop.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.look(Date.now()).catch((error: unknown) => {
        this.parts.log.warn({ err: error }, 'guardrails were not looked at; they are the next time');
      });
      void this.#looking.then(() => {
        this.open();
      });
    }, LOOK_MS).unref();
  }

  /** Stops looking, and ends what is being sent. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await this.#sending;
    this.parts.client.close();
  }

  /** Judges the strategies whose turn has come, and begins to send what is to be told. @param now milliseconds since 1970, UTC */
  async look(now: number): Promise<void> {
    const { releases, database } = this.parts;
    const release = releases.find();
    for (const strategy of release?.strategies ?? []) {
      if ((strategy.document.guardrails ?? []).length === 0 || this.#stop.signal.aborted) continue;
      if (release === null || !(await database.run((manager) => takeLook(manager, strategy.document.id, now))))
        continue;
      await this.#lookAt(strategy, release, now);
      await database.run((manager) => forgetAlerts(manager, now));
    }
    this.#send(now);
  }

  /** Resolves when nothing is being sent any more. */
  async sent(): Promise<void> {
    await this.#sending;
  }

  async #lookAt(strategy: CompiledStrategy, release: CompiledRelease, now: number): Promise<void> {
    const { database, outcomes } = this.parts;
    const { id, guardrails = [] } = strategy.document;
    const switches = await database.run((manager) => findSwitches(manager, id));
    // A strategy that is stopped makes nothing worse.
    if (switches.some(({ off, switch: which }) => off && which === 'stop')) return;
    const began = performance.now();
    await outcomes.catchUp();
    const resumed = switches.filter(({ off }) => !off).map(({ since }) => since);
    const from = resumed.length === 0 ? null : Math.max(...resumed);
    const judged = { strategy, release, from, since: await this.#since(id, release), now };
    for (const guardrail of guardrails) await this.#judgeOne(guardrail, judged);
    await database.run((manager) => noteLook(manager, id, performance.now() - began));
  }

  async #judgeOne(guardrail: Guardrail, judged: JudgedStrategy & { readonly release: CompiledRelease }): Promise<void> {
    const { database, log } = this.parts;
    const { strategy, from, now } = judged;
    const judgement = await database.run((manager) => judge(manager, guardrail, judged));
    const found = { strategy: strategy.document.id, guardrail: guardrailKey(guardrail), judgement, from, now };
    const acted = await database.transaction(async (manager) => {
      if (!(await keepFound(manager, found))) return false;
      const { then } = guardrail;
      if (then !== 'alert') {
        const by = campaignPhrases().guardrail(guardrail.watch);
        await switchOff(manager, { strategy: found.strategy, switch: then, by, reason: judgement.words, now });
      }
      const id = uuidv7();
      await addAlert(
        manager,
        { id, body: alertBody({ guardrail, judgement, strategy, release: judged.release, now }) },
        now,
      );
      return true;
    });
    if (!acted) return;
    log.warn({ strategy: found.strategy, ...guardrail, found: judgement.words }, 'a guardrail acted');
  }

  #send(now: number): void {
    const { alerts: target, database, client, log } = this.parts;
    if (target === null || this.#sending !== null) return;
    this.#sending = sendAlerts({ database, client, target, signal: this.#stop.signal }, now)
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) log.warn({ err: error }, 'an alert was not taken; it is tried again');
      })
      .finally(() => {
        this.#sending = null;
      });
  }

  /** Shares of people that changed are no mismatch, and guardrails that changed were not looked at before. */
  async #since(strategy: string, { hash }: CompiledRelease): Promise<StandsSince> {
    if (this.#known?.release !== hash) this.#known = { release: hash, since: new Map() };
    const known = this.#known.since.get(strategy);
    if (known !== undefined) return known;
    const versions = await documentVersions(this.parts.store, { collection: 'strategies', id: strategy });
    const since = {
      experiment: standsSince(versions, 'experiment'),
      guardrails: standsSince(versions, 'guardrails'),
    };
    this.#known.since.set(strategy, since);
    return since;
  }
}

/** Since when a part of a document says what it says now. @param versions the latest first */
function standsSince(versions: readonly DocumentVersion[], part: keyof StandsSince): number | null {
  const texts = versions.map(({ document }) => JSON.stringify((document as Partial<Strategy> | null)?.[part] ?? null));
  const changed = texts.findIndex((text) => text !== texts[0]);
  const first = changed === -1 ? versions.at(-1) : versions[changed - 1];
  return first === undefined ? null : Date.parse(first.publishedAt);
}

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
