import { type PeopleFigures } from './people-figures.js';
import { type Band, type RfmReport } from './rfm-report.js';
import { segmentOf, SEGMENT_NAMES } from './segments.js';

/** Scores from 1 to 5, person by person of those who purchased. */
export interface RfmScores {
  /** Who is scored: places in the figures. */
  readonly people: Uint32Array;
  readonly recency: Uint8Array;
  readonly frequency: Uint8Array;
  readonly monetary: Uint8Array;
}

const FIFTHS = [1, 2, 3, 4] as const;
const SCORES = [1, 2, 3, 4, 5] as const;

/** A score is 1 + the number of fifths of all people who are strictly worse, so that equal figures get equal scores. */
export function scoresOf({ days, frequency, monetary }: PeopleFigures): RfmScores {
  const people = frequency.reduce((count, bought) => (bought > 0 ? count + 1 : count), 0);
  const places = new Uint32Array(people);
  let place = 0;
  for (let person = 0; person < frequency.length; person++) if ((frequency[person] ?? 0) > 0) places[place++] = person;
  const of = (figure: Float64Array, sign: 1 | -1): Uint8Array => {
    const own = new Float64Array(people);
    for (let row = 0; row < people; row++) own[row] = sign * (figure[places[row] ?? 0] ?? 0);
    return scored(own);
  };
  return { people: places, recency: of(days, -1), frequency: of(frequency, 1), monetary: of(monetary, 1) };
}

/** k fifths are strictly worse than a figure exactly where it is above the lowest figure that ends the k-th fifth. */
function scored(figures: Float64Array): Uint8Array {
  const sorted = figures.toSorted();
  const ends = FIFTHS.map((k) => sorted[Math.ceil((k * figures.length) / 5) - 1] ?? Number.POSITIVE_INFINITY);
  const scores = new Uint8Array(figures.length).fill(1);
  for (const end of ends) {
    for (let row = 0; row < scores.length; row++) if ((figures[row] ?? 0) > end) scores[row] = (scores[row] ?? 0) + 1;
  }
  return scores;
}

/** What the scored people did, all together, and by their scores. */
export function scoreReport(figures: PeopleFigures, scores: RfmScores): Omit<RfmReport, 'at' | 'stages'> {
  const { recency, frequency, monetary } = scores;
  const cells = SCORES.flatMap((r) => SCORES.map((f) => ({ r, f, total: new Total() })));
  const all = new Total();
  scores.people.forEach((person, place) => {
    const [bought, money] = [figures.frequency[person] ?? 0, figures.monetary[person] ?? 0];
    all.add(bought, money);
    cells[((recency[place] ?? 1) - 1) * SCORES.length + (frequency[place] ?? 1) - 1]?.total.add(bought, money);
  });
  const bandsOf = (figure: Float64Array, score: Uint8Array) => bands(scores.people, figure, score);
  return {
    ...all.sums,
    bands: {
      recency: bandsOf(figures.days, recency),
      frequency: bandsOf(figures.frequency, frequency),
      monetary: bandsOf(figures.monetary, monetary),
    },
    cells: cells.flatMap(({ r, f, total }) => {
      const { people, value } = total.sums;
      return people === 0 ? [] : [{ recency: r, frequency: f, people, value }];
    }),
    segments: SEGMENT_NAMES.flatMap((segment) => {
      const total = new Total();
      for (const cell of cells) if (segmentOf(cell.r, cell.f) === segment) total.join(cell.total);
      return total.sums.people === 0 ? [] : [{ segment, ...total.sums }];
    }),
  };
}

function bands(people: Uint32Array, figure: Float64Array, score: Uint8Array): readonly Band[] {
  const found: ({ from: number; to: number } | null)[] = SCORES.map(() => null);
  people.forEach((person, place) => {
    const [value, at] = [figure[person] ?? 0, (score[place] ?? 1) - 1];
    const band = found[at] ?? null;
    if (band === null) found[at] = { from: value, to: value };
    else if (value < band.from) band.from = value;
    else if (value > band.to) band.to = value;
  });
  return found;
}

/** Decimals of money that count. */
const PARTS = 1e4;

/** People, purchases and money. Whole units and parts are added each for themselves: exactly, in any order of the people. */
export class Total {
  #people = 0;
  #purchases = 0;
  #whole = 0;
  #parts = 0;

  add(purchases: number, money: number): void {
    const whole = Math.trunc(money);
    this.#people++;
    this.#purchases += purchases;
    this.#whole += whole;
    this.#parts += Math.round((money - whole) * PARTS);
  }

  join(other: Total): void {
    this.#people += other.#people;
    this.#purchases += other.#purchases;
    this.#whole += other.#whole;
    this.#parts += other.#parts;
  }

  get sums(): { readonly people: number; readonly purchases: number; readonly value: number } {
    const value = Math.round((this.#whole + this.#parts / PARTS) * PARTS) / PARTS;
    return { people: this.#people, purchases: this.#purchases, value };
  }
}
