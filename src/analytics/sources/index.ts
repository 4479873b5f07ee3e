export { type Columns, type EventHome, type WantedEvents } from './event-home.js';
export { momentOf } from './last-moment.js';
export { openEvents } from './open-events.js';
export { peopleSql, populationSql } from './people-sql.js';
