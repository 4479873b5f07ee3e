/** A document in words: sections of sentences. */
export interface ExplainedDocument {
  readonly kind: 'fact' | 'segment' | 'model' | 'strategy' | 'campaign' | 'analysis' | 'contact-policy';
  readonly id: string;
  readonly title: string;
  readonly sections: readonly Section[];
}
export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
}
