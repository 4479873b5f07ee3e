import { fixedWords } from '#strata/kernel';
import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { type Database } from '#strata/platform/database';
import { type EventQuality, qualityReport } from './quality-report.js';
import { dayOf, dayText } from './quality-table.js';

/** What came in since yesterday is held against the week before. */
const RECENT_DAYS = 2;
const WEEK_DAYS = 7;
/** An event that came at least so often on each day of the week does not stay away by chance. */
const OFTEN = 20;
/** Fewer odd events, or a smaller share of them, are told in the report only … */
const LEAST = { events: 10, share: 0.01 };
/** … as are those that were as odd before: they are new from so many times the share on. */
const TIMES = 2;

/** Events that come in otherwise than they did, that are rejected, or that come no more. */
export class QualityAttention implements AttentionSource {
  constructor(private readonly database: Database) {}

  async attention(now: number): Promise<readonly AttentionEntry[]> {
    const recent = await qualityReport(this.database, { days: RECENT_DAYS, now });
    const all = await qualityReport(this.database, { days: RECENT_DAYS + WEEK_DAYS, now });
    const today = dayOf(now);
    return all.events.flatMap((event) => {
      const late = recent.events.find(({ name }) => name === event.name);
      const missing = missingEvents(event, today);
      if (missing !== null) return [missing];
      return late === undefined ? [] : [...changedEvents(late, event), ...rejectedEvents(late, event)];
    });
  }
}

function missingEvents({ name, days }: EventQuality, today: number): AttentionEntry | null {
  const received = new Map(days.map((day) => [day.day, day.received]));
  const on = (back: number) => received.get(dayText(today - back)) ?? 0;
  const week = Array.from({ length: WEEK_DAYS }, (_, back) => on(back + RECENT_DAYS));
  if (week.some((count) => count < OFTEN) || on(0) + on(1) > 0) return null;
  const daily = Math.round(week.reduce((sum, count) => sum + count, 0) / WEEK_DAYS);
  return {
    ...{ kind: 'eventsMissing', urgency: 'now', subject: `event:${name}`, title: name },
    since: new Date(`${dayText(today - 1)}T00:00:00Z`).toISOString(),
    words: `none came in since yesterday; ${fixedWords(daily, 0)} a day did before`,
    figures: { daily },
  };
}

/** @param all includes the recent days */
function changedEvents(recent: EventQuality, all: EventQuality): readonly AttentionEntry[] {
  const before = all.counts.received - recent.counts.received;
  const odd = recent.issues.flatMap(({ issue, property, count }) => {
    if (issue === 'rejected') return [];
    const ever = all.issues.find((each) => each.issue === issue && each.property === property)?.count ?? count;
    const share = count / Math.max(1, recent.counts.received);
    const isNew = isOddNow(count, share, (ever - count) / Math.max(1, before));
    return isNew ? [{ issue, property, count, share }] : [];
  });
  const [most] = odd.sort((a, b) => b.share - a.share);
  if (most === undefined) return [];
  const { issue, property, count, share } = most;
  return [
    {
      ...{ kind: 'eventsChanged', urgency: 'soon', subject: `event:${recent.name}`, title: recent.name },
      since: null,
      words: `${fixedWords(count, 0)} of ${fixedWords(recent.counts.received, 0)} since yesterday: ${WORDS[issue]} “${property}”`,
      figures: { count, received: recent.counts.received, share: Math.min(1, share), properties: odd.length },
    },
  ];
}

/** @param all includes the recent days */
function rejectedEvents(recent: EventQuality, all: EventQuality): readonly AttentionEntry[] {
  const { received, rejected: count } = recent.counts;
  const [sent, sentEver] = [received + count, all.counts.received + all.counts.rejected];
  const share = count / Math.max(1, sent);
  const earlier = (all.counts.rejected - count) / Math.max(1, sentEver - sent);
  if (!isOddNow(count, share, earlier)) return [];
  const reason = recent.issues.find(({ issue }) => issue === 'rejected')?.property ?? 'other';
  return [
    {
      ...{ kind: 'eventsRejected', urgency: 'soon', subject: `event:${recent.name}`, title: recent.name },
      since: null,
      words: `${fixedWords(count, 0)} of ${fixedWords(sent, 0)} since yesterday could not be understood, most for their “${reason}”`,
      figures: { count, sent, share },
    },
  ];
}

/** Whether so many events, by their share before and now, are worth a look. */
function isOddNow(count: number, share: number, earlier: number): boolean {
  return count >= LEAST.events && share >= LEAST.share && share >= TIMES * earlier;
}

const WORDS: Readonly<Record<EventQuality['issues'][number]['issue'], string>> = {
  received: '',
  duplicates: 'sent twice',
  rejected: 'rejected',
  unknownProperty: 'an unknown property',
  wrongType: 'another type of',
  missingRequired: 'without',
  futureTime: 'from the future',
  nobody: 'about nobody',
};
