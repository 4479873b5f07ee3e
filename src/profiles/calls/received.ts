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

/**
 * Why a message or a row is rejected: the member of it that could not be understood, by its name in the tracking API;
 * `size` where it is too large, `line` where a row of a file could not be read. A closed list, as what broken clients
 * send there may be about people.
 */
export type Rejection =
  | 'type'
  | 'userId'
  | 'event'
  | 'timestamp'
  | 'messageId'
  | 'properties'
  | 'traits'
  | 'consent'
  | 'size'
  | 'line'
  | 'other';

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
  /** So many messages or rows could not be kept for a reason; null where they name no event. */
  onRejected(name: string | null, reason: Rejection, count: number): void;
  /** Writes what was counted so far. */
  flush(): Promise<void>;
}
