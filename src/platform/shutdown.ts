import { type Logger } from './telemetry/logger.js';

/**
 * Closes in order when the process is asked to end (SIGTERM, SIGINT): `close` once, at most `graceMs`, then exit 0; a
 * second signal ends at once.
 */
export function closeOnSignal(close: () => Promise<void>, log: Logger, graceMs = 10_000): void {}
