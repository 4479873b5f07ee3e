/** What sentences of documents are about, where that is more than a few values. */

/** What is measured over events. */
export interface MeasureSubject {
  readonly name: string;
  readonly measure: string;
  readonly property: string | undefined;
  /** ISO 8601 durations. */
  readonly within: string | undefined;
  readonly ago: string | undefined;
  readonly without: { readonly name: string; readonly same?: string } | null;
  readonly where: readonly (readonly [property: string, value: string])[];
}

/** The channels of a marketing mix. */
export interface ChannelSubject {
  readonly channels: readonly string[];
  readonly target: string;
  readonly controls: readonly string[];
  readonly lifts: readonly string[];
  readonly hasBudget: boolean;
}
