/** What a caller gets: the decision as JSON text, and how it came about. */
export interface Answer {
  readonly text: string;
  readonly outcome: string;
  /** True where the decision was made before: asked twice, or the same idempotency key again. */
  readonly again: boolean;
}
