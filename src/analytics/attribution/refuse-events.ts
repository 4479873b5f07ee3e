import { nearestName, StrataError } from '#sdk';
import { type EventHome } from '../sources/index.js';
import { type JourneyQuestion, type Span } from './journey-sql.js';

/** So many events are looked through for the name that was meant. */
const LOOKED_THROUGH = 100_000;
const MOST_NAMES = 12;

/**
 * Where there is nothing to make journeys of, says what is missing, and which name was meant.
 *
 * @throws StrataError TOO_FEW_EXAMPLES
 */
export async function refuseWithout(home: EventHome, question: JourneyQuestion, span: Span | undefined): Promise<void> {
  const { goal, channel, value } = question;
  if ((span?.conversions ?? 0) === 0) {
    const known = await eventNames(home);
    if (known.includes(goal))
      refuseEvents(`No "${goal}" is in the time that is looked at.`, { expected: 'a longer period' });
    refuseEvents(`There is no event "${goal}": nothing converted.`, meant(goal, known, 'an event that ends a journey'));
  }
  if ((span?.touches ?? 0) === 0) {
    const known = await propertiesOf(home, `name <> ${home.dialect.text(goal)}`);
    refuseEvents(`No event has the property "${channel}".`, meant(channel, known, 'a property that names the channel'));
  }
  if (value !== undefined && span?.valued === 0) {
    const known = await propertiesOf(home, `name = ${home.dialect.text(goal)}`);
    refuseEvents(`No "${goal}" has a number "${value}".`, meant(value, known, 'a property of money'));
  }
}

/** @throws StrataError TOO_FEW_EXAMPLES */
export function refuseEvents(message: string, wanted: { readonly expected: string; readonly nearest?: string }): never {
  throw new StrataError('TOO_FEW_EXAMPLES', message, {
    problems: [{ message: 'there are no journeys to credit', ...wanted }],
  });
}

function meant(written: string, known: readonly string[], what: string) {
  const nearest = nearestName(written, known);
  const names = known.slice(0, MOST_NAMES).join(', ');
  return {
    expected: known.length === 0 ? what : `${what}, such as ${names}`,
    ...(nearest === undefined || nearest === written ? {} : { nearest }),
  };
}

async function eventNames(home: EventHome): Promise<readonly string[]> {
  const rows = await home.query<{ name: string }>(
    `select distinct name from (select name from ${home.events} e limit ${String(LOOKED_THROUGH)}) found order by name`,
  );
  return rows.map(({ name }) => name);
}

async function propertiesOf(home: EventHome, where: string): Promise<readonly string[]> {
  const rows = await home.query<{ properties: string }>(
    `select distinct properties from (
      select cast(properties as varchar) as properties from ${home.events} e where ${where} limit ${String(LOOKED_THROUGH / 10)}) found`,
  );
  return [...new Set(rows.flatMap(({ properties }) => Object.keys(JSON.parse(properties) as object)))].sort();
}
