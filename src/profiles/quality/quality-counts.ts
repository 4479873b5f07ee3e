/** What is counted, by event name and day. */
export const ISSUES = [
  'received',
  'duplicates',
  'rejected',
  'unknownProperty',
  'wrongType',
  'missingRequired',
  'futureTime',
] as const;
/** Named only where it happened: messages under an id that names nobody. */
export const NOBODY = 'nobody';
export type Issue = (typeof ISSUES)[number] | typeof NOBODY;

/** So many of something, on a day. */
export interface Count {
  /** Days since 1970, UTC. */
  readonly day: number;
  /** The name of the event; {@link OTHERS} beyond the most. */
  readonly name: string;
  readonly issue: Issue;
  /** Empty where the issue is not about one. */
  readonly property: string;
  readonly count: number;
}

/** Stands for all names beyond the most that are counted by themselves, so that broken clients fill no table. */
export const OTHERS = '…';
/** Names of properties beyond these are counted together, by event and day. */
const MOST_PROPERTIES = 100;
const LONGEST_PROPERTY = 100;

/** Counts in memory, until they are taken. */
export class QualityCounts {
  readonly #counts = new Map<
    string,
    { readonly day: number; readonly name: string; readonly of: Map<string, number> }
  >();

  add(day: number, name: string, issue: Issue, { property = '', count = 1 } = {}): void {
    const place = `${day} ${name}`;
    let counts = this.#counts.get(place);
    if (counts === undefined) this.#counts.set(place, (counts = { day, name, of: new Map() }));
    // PostgreSQL keeps no NUL.
    const key = `${issue} ${property.slice(0, LONGEST_PROPERTY).replaceAll('\0', '')}`;
    const wanted =
      counts.of.has(key) || counts.of.size < MOST_PROPERTIES || property === '' ? key : `${issue} ${OTHERS}`;
    counts.of.set(wanted, (counts.of.get(wanted) ?? 0) + count);
  }

  /** Everything that was counted since the last time; it is forgotten here. */
  take(): readonly Count[] {
    const taken = [...this.#counts.values()].flatMap(({ day, name, of }) =>
      [...of].map(([key, count]) => {
        const [issue, ...property] = key.split(' ');
        return { day, name, issue: issue as Issue, property: property.join(' '), count };
      }),
    );
    this.#counts.clear();
    return taken;
  }

  /** Puts back what could not be written. */
  putBack(counts: readonly Count[]): void {
    for (const { day, name, issue, property, count } of counts) this.add(day, name, issue, { property, count });
  }
}
