export { matchPeople } from './match-people.js';
