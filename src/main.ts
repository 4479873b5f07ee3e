import { closeOnSignal } from '#strata/platform/process';
import { createLogger } from '#strata/platform/telemetry';
import { loadConfig } from '#strata/platform/config';
import { startServer } from './server.js';

/** The server for containers: `node dist/bundle/main.js`. People use `strata serve`. */
const config = loadConfig();
const log = createLogger(config);
const { url, database, release, notices, close } = await startServer(config, log);
closeOnSignal(close, log);
log.info({ url, database, release }, 'listening');
for (const notice of notices) log.warn(notice);
