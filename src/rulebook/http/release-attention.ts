import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { messageIn } from '#strata/platform/messages';
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

  async attention(_now?: number, language: Language = DEFAULT_LANGUAGE): Promise<readonly AttentionEntry[]> {
    const hash = await this.store.currentHash();
    if (hash === null) return [];
    const events = await this.store.storedEvents();
    const of = JSON.stringify([hash, [...events.keys()].sort()]);
    if (this.#checked?.of !== of) this.#checked = { of, warnings: this.#check(events) };
    const warnings = await this.#checked.warnings.catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    return warnings.map((warning) => entryOf(warning, language));
  }

  async #check(events: StoredEvents): Promise<Validation['warnings']> {
    const release: PublishedRelease | null = await this.store.current();
    if (release === null) return [];
    const sources = requestDocuments(release.documents);
    return (await validateWithPlugins(sources, this.plugins, events)).warnings;
  }
}

function entryOf(
  { file = '', message, pointer = '' }: Validation['warnings'][number],
  language: Language,
): AttentionEntry {
  const subject = file.replace(/\.json$/, '');
  const said = messageIn(language, message);
  const words = pointer === '' ? said : `${said} (${pointer})`;
  return { kind: 'releaseWarning', urgency: 'later', subject, title: subject, since: null, words, figures: {} };
}
