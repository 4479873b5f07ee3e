export { type EventHome, type WantedEvents } from './event-home.js';
export { momentOf } from './last-moment.js';
export { exactMoney } from './money.js';
export { openEvents } from './open-events.js';
export { type PeopleAsked, peopleSql, populationSql } from './people-sql.js';
