import { type Formats } from '../parts/formats.js';
import { type Campaign } from './queries.js';
import { type WORDS } from './words/index.js';

type Says = (typeof WORDS)['en']['says'];

/** What a campaign's document says, in sentences. @param strategy the title of its strategy */
export function campaignWords(
  { audience, objective = 'profit', limits = {}, schedule, out }: Campaign,
  { says, formats, strategy }: { readonly says: Says; readonly formats: Formats; readonly strategy: string },
): string {
  const { audience: most, budget, minimumRoi } = limits;
  const bounds = [
    ...(most === undefined ? [] : [says.audience(formats.count(most))]),
    ...(budget === undefined ? [] : [says.budget(formats.money(budget))]),
    ...(minimumRoi === undefined ? [] : [says.roi(formats.share(minimumRoi))]),
  ];
  const within = bounds.length === 0 ? [] : [says.within(listed(bounds, says.and))];
  const first = [`${says.strategy(strategy)} ${whom(audience, says)}`, says.objectives[objective], ...within].join(
    says.comma,
  );
  return [first + says.stop, whenWords(schedule, says, formats), outWords(out, says)]
    .filter((words) => words !== '')
    .join(' ');
}

function whom(audience: Campaign['audience'], says: Says): string {
  if (!('stored' in audience)) return says.files(audience.files);
  return audience.among === undefined ? says.stored : says.among(audience.among.files);
}

function whenWords(schedule: Campaign['schedule'], says: Says, { duration }: Formats): string {
  if (schedule === undefined) return says.byHand;
  return 'cron' in schedule ? says.cron(schedule.cron) : says.every(duration(schedule.every));
}

function outWords(out: Campaign['out'], says: Says): string {
  if (out === undefined) return '';
  if ('webhook' in out) return says.webhook(out.webhook.url);
  if ('table' in out) return says.table(out.table);
  if ('customerMatch' in out) return says.match(out.customerMatch.platform);
  return '';
}

function listed(parts: readonly string[], and: string): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')}${and}${parts.at(-1) ?? ''}`;
}
