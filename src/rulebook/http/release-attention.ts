import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { type AskedPlugins, type StoredEvents, type Validation, validateWithPlugins } from '../checks/index.js';
import { requestDocuments } from '../documents/index.js';
import { type PublishedRelease, type ReleaseStore } from '../releases/index.js';

/** What the current release is warned of: it is checked in short turns, once, and again when events of a new name come in. */
export class ReleaseAttention implements AttentionSource {
  #checked: { readonly of: string; readonly warnings: Promise<Validation['warnings']> } | undefined;

  constructor(
    private readonly store: Pick<ReleaseStore, 'current' | 'currentHash' | 'storedEvents'>,
    private readonly plugins: AskedPlugins,
  ) {}

  async attention(): Promise<readonly AttentionEntry[]> {
    const hash = await this.store.currentHash();
    if (hash === null) return [];
    const events = await this.store.storedEvents();
    const of = JSON.stringify([hash, [...events.keys()].sort()]);
    if (this.#checked?.of !== of) this.#checked = { of, warnings: this.#check(events) };
    const warnings = await this.#checked.warnings.catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    return warnings.map(entryOf);
  }

  async #check(events: StoredEvents): Promise<Validation['warnings']> {
    const release: PublishedRelease | null = await this.store.current();
    if (release === null) return [];
    const sources = requestDocuments(release.documents);
    return (await validateWithPlugins(sources, this.plugins, events)).warnings;
  }
}

function entryOf({ file = '', message, pointer = '' }: Validation['warnings'][number]): AttentionEntry {
  const subject = file.replace(/\.json$/, '');
  const words = pointer === '' ? message : `${message} (${pointer})`;
  return { kind: 'releaseWarning', urgency: 'later', subject, title: subject, since: null, words, figures: {} };
}
