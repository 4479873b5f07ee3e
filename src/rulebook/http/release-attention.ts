import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { type AskedPlugins, type Validation, validateWithPlugins } from '../checks/index.js';
import { requestDocuments } from '../documents/index.js';
import { type PublishedRelease, type ReleaseStore } from '../releases/index.js';

/** What the current release is warned of: a release is checked once, in short turns. */
export class ReleaseAttention implements AttentionSource {
  #checked: { readonly hash: string; readonly warnings: Promise<Validation['warnings']> } | undefined;

  constructor(
    private readonly store: Pick<ReleaseStore, 'current' | 'currentHash' | 'storedEvents'>,
    private readonly plugins: AskedPlugins,
  ) {}

  async attention(): Promise<readonly AttentionEntry[]> {
    const hash = await this.store.currentHash();
    if (hash === null) return [];
    if (this.#checked?.hash !== hash) this.#checked = { hash, warnings: this.#check() };
    const warnings = await this.#checked.warnings.catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    return warnings.map(entryOf);
  }

  async #check(): Promise<Validation['warnings']> {
    const release: PublishedRelease | null = await this.store.current();
    if (release === null) return [];
    const sources = requestDocuments(release.documents);
    return (await validateWithPlugins(sources, this.plugins, await this.store.storedEvents())).warnings;
  }
}

function entryOf({ file = '', message, pointer = '' }: Validation['warnings'][number]): AttentionEntry {
  const subject = file.replace(/\.json$/, '');
  const words = pointer === '' ? message : `${message} (${pointer})`;
  return { kind: 'releaseWarning', urgency: 'later', subject, title: subject, since: null, words, figures: {} };
}
