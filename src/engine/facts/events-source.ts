import { type EventsSource } from '../index.js';
import { type FactSourceKind, type FactTraits } from './source-kind.js';

/** What is measured over the person's events. */
export const eventsSource: FactSourceKind<EventsSource> = {
  basis: ({ events }) => ({ of: 'events', query: events }),
  traits: ({ events }) => ({
    type: 'number',
    isShare: false,
    isWhole: ['count', 'distinct', 'daysSinceLast', 'daysSinceFirst'].includes(events.measure),
    direction: directionOf(events),
    canBegin: ['count', 'sum', 'distinct', 'max', 'min'].includes(events.measure),
    changesByItself: true,
  }),
};

/** What was counted or summed over all time only grows, and so do days since something. */
function directionOf({ measure, within }: EventsSource['events']): FactTraits['direction'] {
  if (measure === 'daysSinceLast' || measure === 'daysSinceFirst') return 'up';
  if (within !== undefined || measure === 'mean') return 'both';
  return measure === 'min' ? 'down' : 'up';
}
