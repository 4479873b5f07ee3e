export { PERSONAS } from './personas.js';
