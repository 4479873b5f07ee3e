export { addressGuard, isAddressRange } from './address-guard.js';
export { OutboundClient, type OutboundAnswer, type OutboundPost } from './outbound-client.js';
