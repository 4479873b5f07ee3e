export { API_KEYS, type ApiKey, type ApiKeys, apiKeys } from './api-keys.js';
export { AuthGuard, type AuthenticatedRequest } from './auth.guard.js';
export { assertSafeToListen } from './loopback.js';
export { refuseOtherSites } from './other-sites.js';
export { asksNobody, secretOf } from './secret.js';
export { SessionController } from './session.controller.js';
