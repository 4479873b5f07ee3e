export type { Endpoint, OtherAnswer, Parameter } from './endpoint.js';
