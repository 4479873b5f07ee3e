/** How long events are kept. */
export interface RetentionPolicy {
  /** ISO-8601 duration such as `P2Y` for events without a rule of their own; null keeps them for ever. */
  readonly default: string | null;
  /** By event name; null keeps them for ever. */
  readonly events: Readonly<Record<string, string | null>>;
}
