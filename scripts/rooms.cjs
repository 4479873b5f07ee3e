/** The import directions of the architecture: each room of src may import itself, and what is listed here. */
const pure = ['sdk', 'kernel'];
const hosted = ['engine', 'tables', 'statistics', 'platform', ...pure];
const rooms = {
  kernel: [],
  sdk: ['kernel'],
  statistics: ['kernel'],
  engine: pure,
  platform: pure,
  tables: pure,
  scoring: hosted,
  'plugin-host': ['scoring', ...hosted],
};
const upwards = ['rulebook', 'profiles', 'items', 'ledger', 'models', 'decisions', 'experiments', 'measurement'];
for (const [place, room] of upwards.entries()) {
  rooms[room] = [...upwards.slice(0, place), 'plugin-host', 'scoring', ...hosted];
}
rooms.campaigns = ['experiments', ...rooms.experiments];
rooms.analytics = ['models', ...rooms.models];
rooms.spark = ['campaigns', ...rooms.campaigns];
rooms.console = ['platform', ...pure];
rooms.simulator = ['statistics', 'tables', 'platform', ...pure];

module.exports = { rooms };
