import { type Properties } from './calls.js';

/** An event as it came in, before it is stored: what data quality is counted by. */
export interface ReceivedEvent {
  readonly name: string;
  readonly properties: Properties;
  /** When it happened, milliseconds since 1970, UTC, after correction of the sender's clock. */
  readonly at: number;
  /** When it came, milliseconds since 1970, UTC. */
  readonly receivedAt: number;
}

/** Token of the {@link DataQuality}; null where nobody counts. */
export const DATA_QUALITY = Symbol('data quality');

/** Told about every event that comes in by the tracking API or an import; what it is told must not throw and must not wait. */
export interface DataQuality {
  onReceived(event: ReceivedEvent): void;
  /** So many events of this name were there already. */
  onDuplicates(name: string, count: number): void;
  /** A message, of an event of this name or of none, came under an id that names nobody, which was not taken for one. */
  onNobody(name: string | null): void;
  /** An event of this name came with a value of another type than the other values of its property, which was not kept as one. */
  onWrongType(name: string, property: string): void;
  /** So many events could not be kept; null where their name could not be read. */
  onRejected(name: string | null, count: number): void;
  /** Writes what was counted so far. */
  flush(): Promise<void>;
}
