import { join } from 'node:path';
import { timeZoneOf } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { type ModelRegistry } from '#strata/models/registry';
import { type Config } from '#strata/platform/config';
import { type Database } from '#strata/platform/database';
import { type PluginHost } from '#strata/plugin-host';
import { type ReleaseStore } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { decidedBy, fixPlan, selectionPlan } from '../job/index.js';
import { type CampaignPreview, type CampaignPreviewRequest, previewCampaign } from '../preview/index.js';
import { type RequestedCampaign, requestedCampaign, switchedOffNotes, switchedOffOf } from '../runs/index.js';

/** What previews work with. */
interface PreviewPorts {
  readonly database: Database;
  readonly releases: ReleaseStore;
  readonly registry: ModelRegistry;
  readonly host: PluginHost;
  readonly config: Pick<Config, 'home' | 'dataDir'>;
}

/** What is asked for in order to see whom a campaign would reach. */
export interface PreviewRequested extends RequestedCampaign {
  /** About how many people are looked at, `all` for everybody; 100,000 unless told. */
  readonly sample?: number | 'all' | undefined;
  /** What the paths of its files start from instead of `DATA_DIR`; for whoever looks in this process. */
  readonly directory?: string;
}

/** Each has a thread of its own and reads many people: beyond so many at a time a process answers nothing else any more. */
const MOST_AT_ONCE = 2;

/** Campaigns before they run. */
export class CampaignPreviews {
  #running = 0;

  constructor(private readonly ports: PreviewPorts) {}

  /**
   * Whom a campaign would reach if it ran now, by the current release and the models in use.
   *
   * @throws StrataError NOT_FOUND, INVALID_DOCUMENT, BAD_FILE, BAD_COLUMN, CANCELLED, UNAVAILABLE, TOO_MANY_REQUESTS where
   * others are being made
   */
  async preview(requested: PreviewRequested, signal: AbortSignal, language?: Language): Promise<CampaignPreview> {
    if (this.#running >= MOST_AT_ONCE) throw tooMany();
    this.#running += 1;
    try {
      return await this.#look(requested, { signal, language });
    } finally {
      this.#running -= 1;
    }
  }

  async #look(
    { sample, directory, ...requested }: PreviewRequested,
    bounds: Pick<CampaignPreviewRequest, 'signal' | 'language'>,
  ): Promise<CampaignPreview> {
    const { database, releases, registry, host, config } = this.ports;
    const current = await releases.published();
    const document = await requestedCampaign(current.documents, requested);
    const decided = decidedBy(current, document);
    const payload = { document, ...(directory === undefined ? {} : { directory }) };
    const ports = { database, registry, plugins: host.known, dataDir: config.dataDir };
    const fixed = await fixPlan(ports, decided, { now: Date.now(), round: 0 });
    const plan = await selectionPlan(ports, { ...decided, payload, plan: fixed });
    const people = sample === undefined ? {} : { people: sample === 'all' ? Infinity : sample };
    const folder = join(config.home, 'campaigns');
    const preview = await previewCampaign(plan, { folder, registry, host, ...bounds, ...people });
    const zone = timeZoneOf(current.documents);
    const off = await database.run((manager) => switchedOffOf(manager, document.strategy));
    const told = switchedOffNotes(off, { strategy: document.strategy, zone, language: bounds.language });
    return { ...preview, notes: [...told, ...preview.notes] };
  }
}

function tooMany(): StrataError {
  const message = `${String(MOST_AT_ONCE)} previews of campaigns are being made.`;
  return new StrataError('TOO_MANY_REQUESTS', message, {
    problems: [{ message, expected: 'one of them to end, or somebody to stop waiting for it' }],
  });
}
