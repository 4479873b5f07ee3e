import { durationWords } from '#strata/kernel';
import { spaced } from '../subjects/names.js';

/** "a", "a or b", "a, b or c". */
export function joined(items: readonly string[], last: 'and' | 'or'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

/** "1 order", "3 orders with a coupon": the head noun in the number that the amount asks for. */
export function counted(amount: string, plural: string): string {
  return `${amount} ${amount === '1' || amount.endsWith(' 1') ? singular(plural) : plural}`;
}

const PREPOSITIONS = /^(with|without|in|of|since|within|that|from|per|for|over|on|at|by|to|who|which|during|between)$/;

/** The words with their head noun (the last before a preposition) in the singular. */
function singular(words: string): string {
  const parts = words.split(' ');
  const end = parts.findIndex((part) => PREPOSITIONS.test(part));
  let head = (end === -1 ? parts.length : end) - 1;
  // "messages opened": what was done to them stands behind the noun.
  while (head > 0 && /(ed|sent|bought|left|seen|made|paid|read)$/.test(parts[head] ?? '')) head--;
  return parts.map((part, index) => (index === head ? singularNoun(part) : part)).join(' ');
}

export function isPlural(words: string): boolean {
  return singular(words) !== words;
}

function singularNoun(noun: string): string {
  if (/(ss|us|is)$/.test(noun)) return noun;
  if (/[^aeiou]ies$/.test(noun)) return `${noun.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(noun)) return noun.slice(0, -2);
  return noun.endsWith('s') ? noun.slice(0, -1) : noun;
}

const IRREGULAR = /^(sent|bought|left|seen|made|won|lost|begun|paid|read|given|taken|sold|spent)$/;

/** Whether words begin with what was done: "subscribed to the newsletter", "paid by card". */
export function isParticiple(words: string): boolean {
  const [first = ''] = words.split(' ');
  return /[a-z]{3}ed$/.test(first) || IRREGULAR.test(first);
}

/** Nouns that people say as a verb where somebody placed or made one. */
const VERBS: Readonly<Record<string, string>> = {
  booking: 'booked',
  call: 'called',
  donation: 'donated',
  order: 'ordered',
  payment: 'paid',
  purchase: 'purchased',
  reservation: 'reserved',
};

/** What somebody did, after "has": `order_placed` is "ordered", `cart_updated` "updated a cart". */
export function deed(event: string): string {
  const parts = spaced(event).split(' ');
  const verb = parts.at(-1) ?? '';
  const object = parts.slice(0, -1).join(' ');
  const said = /^(placed|made)$/.test(verb) && Object.hasOwn(VERBS, object) ? VERBS[object] : undefined;
  if (said !== undefined) return said;
  if (!verb.endsWith('ed') && !IRREGULAR.test(verb)) return `had the event "${spaced(event)}"`;
  return object === '' ? verb : `${verb} ${article(object)} ${object}`;
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a';
}

/** "in the last 24 hours", "between 24 hours and 1 hour ago", or '' where all time counts. */
export function windowWords(within: unknown, ago: unknown): string {
  const from = typeof within === 'string' ? durationWords(within) : undefined;
  const to = typeof ago === 'string' ? durationWords(ago) : undefined;
  if (from === undefined) return to === undefined ? '' : `more than ${to} ago`;
  return to === undefined ? `in the last ${from}` : `between ${from} and ${to} ago`;
}
