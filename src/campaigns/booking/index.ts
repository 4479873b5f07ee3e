export { bookDrawn } from './book-drawn.js';
export { type BookedList, bookList } from './book-list.js';
export { sourceOf } from './exposure-id.js';
export { type ListedPerson, listedPeople, listRelation, offeredIn, withDuckDb } from './list-rows.js';
export { reserveList, returnUnbooked, undoBooking } from './reserve-list.js';
