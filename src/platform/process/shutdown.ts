import { type Logger } from '../telemetry/index.js';

/**
 * Closes in order when the process is asked to end (SIGTERM, SIGINT): calls `close` once, then exits with 0, or with 1
 * where closing failed or took longer than `graceMs`. A second signal ends at once.
 */
export function closeOnSignal(close: () => Promise<void>, log: Logger, graceMs = 15_000): void {
  let closing = false;
  const end = (signal: NodeJS.Signals): void => {
    if (closing) process.exit(1);
    closing = true;
    log.info({ signal }, 'closing');
    setTimeout(() => {
      log.error('closing took too long');
      process.exit(1);
    }, graceMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}
