import { type Database } from '#strata/platform/database';
import { type JourneyQuestion, storedJourneys } from '#strata/profiles/journeys';
import { StrataError } from '#sdk';
import { type CollectedJourneys } from './collected.js';
import { JourneyCounter, MOST_CHANNELS } from './credit/index.js';

/**
 * Journeys from the stored events of all people.
 *
 * @throws StrataError BAD_FILE where nobody was touched, or the property is no name of channels
 */
export async function journeysOfEvents(database: Database, question: JourneyQuestion): Promise<CollectedJourneys> {
  const { paths, untouched } = await storedJourneys(database, question);
  const counter = new JourneyCounter();
  for (const { path, conversions, value, nulls, days } of paths) counter.add(path, conversions, value, nulls, days);
  if (counter.channels === 0)
    refuse(`No stored event has the property "${question.channel}".`, 'a property that names the channel');
  if (counter.channels > MOST_CHANNELS) refuse(`"${question.channel}" has too many values.`, 'a name of few channels');
  return { source: 'stored events', journeys: counter.journeys(), untouched };
}

function refuse(message: string, expected: string): never {
  throw new StrataError('BAD_USAGE', message, { problems: [{ message: 'there are no journeys to credit', expected }] });
}
