import { closeOnSignal, createLogger, loadConfig } from './platform/index.js';
import { startServer } from './server.js';

/** The server for containers: `node dist/main.js`. People use `strata serve`. */
const config = loadConfig();
const log = createLogger(config);
const { url, database, release, notices, close } = await startServer(config, log);
closeOnSignal(close, log);
log.info({ url, database, release }, 'listening');
for (const notice of notices) log.warn(notice);
