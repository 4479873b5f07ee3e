import { type Formats } from '../../parts/formats.js';
import { type Tile } from '../../parts/tiles.js';
import { type Profit, type Trade } from '../evaluation.js';
import { type WORDS } from '../words/index.js';

interface Chosen {
  readonly chosen: Trade;
  readonly profit: Profit | null;
  /** People of the audience for each judged person. */
  readonly scale: number;
}

interface Said {
  readonly words: (typeof WORDS)['en']['threshold'];
  readonly formats: Formats;
}

/** What a threshold means for an audience, figure by figure. */
export function thresholdTiles({ chosen, profit, scale }: Chosen, { words, formats }: Said): readonly Tile[] {
  const { threshold, selected, share, precision, recall, money } = chosen;
  const { tiles } = words;
  const isOut = profit?.role === 'natural';
  const people = (name: string, count: number, of: number): Tile => ({
    name,
    value: formats.count(count * scale),
    note: tiles.ofAll(formats.share(of)),
  });
  return [
    { name: tiles.threshold, value: threshold === null ? '–' : formats.decimal(threshold), note: tiles.from(isOut) },
    ...(isOut || money === null ? [people(isOut ? tiles.left : tiles.selected, selected, share)] : []),
    ...(money === null
      ? []
      : [
          people(tiles.people, money.contacted, money.share),
          { name: tiles.cost, value: formats.money(money.cost * scale) },
          profit?.basis === 'gross'
            ? { name: tiles.conversions, value: formats.count(money.conversions * scale) }
            : { name: tiles.increment, value: formats.count(money.increment * scale), note: tiles.incrementNote },
          {
            name: tiles.profit,
            value: formats.money(money.profit.value * scale),
            note: tiles.range(formats.money(money.profit.lower * scale), formats.money(money.profit.upper * scale)),
          },
        ]),
    { name: tiles.precision, value: precision === null ? '–' : formats.share(precision) },
    { name: tiles.recall, value: formats.share(recall) },
  ];
}
