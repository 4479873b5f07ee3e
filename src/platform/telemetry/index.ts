export { LOG, type Logger, createLogger } from './logger.js';
export { collectProcessMetrics, counter, gauge, metrics, observeRequest } from './metrics.js';
