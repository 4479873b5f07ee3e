export { addressGuard } from './address-guard.js';
export { OutboundClient, type OutboundAnswer } from './outbound-client.js';
