export { guestDoorOf, type HomeLock, homeOwner, lockHome } from './home-lock.js';
export { refusedHome } from './refused-home.js';
