import { type ContactPolicy, type Strategy } from '#strata/engine';
import { checkFactType } from './facts.js';
import { type Known, type Report } from '../context/report.js';

/** Checks the contact policy against the catalogue and the offers of all strategies. */
export function checkContactPolicy(
  policy: ContactPolicy,
  known: Known,
  strategies: readonly Strategy[],
  report: Report,
): void {
  const { caps = [], quietHours = [], timeZone } = policy;
  if (timeZone !== undefined) checkFactType(timeZone.fact, '/timeZone/fact', ['string'], known, report);
  if (timeZone !== undefined && quietHours.length === 0) {
    report.warning('/timeZone', 'Without quiet hours nothing reads the time zone', 'quietHours');
  }
  const channels = new Set(strategies.flatMap(({ offers }) => offers.flatMap((offer) => offer.channel ?? [])));
  checkChannels('/caps', caps, channels, report);
  checkChannels('/quietHours', quietHours, channels, report);
  if (caps.length > 0) warnOfUncapped(strategies, report);
}

function checkChannels(
  pointer: string,
  rules: readonly { readonly channel?: string }[],
  channels: ReadonlySet<string>,
  report: Report,
): void {
  rules.forEach(({ channel }, place) => {
    if (channel === undefined || channels.has(channel)) return;
    const expected = channels.size === 0 ? 'a channel of an offer' : `one of ${[...channels].join(', ')}`;
    report.warning(`${pointer}/${place}/channel`, `No offer goes by the channel "${channel}"`, expected);
  });
}

/** Asking again about a person repeats an offer only under a cap of the strategy's own. */
function warnOfUncapped(strategies: readonly Strategy[], report: Report): void {
  const open = strategies.filter(({ limits }) => limits?.perUser === undefined).map(({ id }) => id);
  if (open.length === 0) return;
  const message = `Each time that somebody is asked about is a contact of its own where a strategy has no limits.perUser: ${open.slice(0, 5).join(', ')}`;
  report.warning('/caps', message, 'limits.perUser in each strategy');
}
