import { type AnalysisTask } from '../contract/index.js';
import { type EventHome, openEvents, type WantedEvents } from '../sources/index.js';
import { type CollectedJourneys } from './collected.js';
import { JourneyCounter, MOST_CHANNELS } from './credit/index.js';
import { BETWEEN, type JourneyQuestion, journeysSql, type PathRow, type Span, spanSql } from './journey-sql.js';
import { refuseEvents, refuseWithout } from './refuse-events.js';

/**
 * The journeys of all people, cut where somebody converted: touches after a conversion belong to the next journey. A conversion
 * that no touch came before is counted by itself, unless it is older than every touch: then nobody recorded touches yet.
 *
 * @throws StrataError TOO_FEW_EXAMPLES where nobody was touched or converted, no conversion has the value, or the property is no name
 *   of channels; BAD_FILE, BAD_COLUMN
 */
export async function journeysOfEvents(
  task: Pick<AnalysisTask, 'source' | 'until' | 'signal' | 'progress'>,
  question: JourneyQuestion,
): Promise<CollectedJourneys> {
  const wanted = wantedOf(question, task.until);
  const home = await openEvents(task, { wanted });
  try {
    const name = task.source.kind === 'stored' ? 'stored events' : task.source.name;
    return await collect(home, { question, wanted, name }, task);
  } finally {
    home.close();
  }
}

function wantedOf({ goal, channel, events, value, period }: JourneyQuestion, until: number): WantedEvents {
  return {
    events: events === undefined ? 'all' : [goal, ...events],
    columns: {
      channel: { property: channel, type: 'string' },
      ...(value === undefined ? {} : { value: { property: value, type: 'money' } }),
    },
    ...(period === undefined ? {} : { after: until - period }),
  };
}

async function collect(
  home: EventHome,
  {
    question,
    wanted,
    name,
  }: { readonly question: JourneyQuestion; readonly wanted: WantedEvents; readonly name: string },
  { until, signal, progress }: Pick<AnalysisTask, 'until' | 'signal' | 'progress'>,
): Promise<CollectedJourneys> {
  progress(0, 'journeys');
  const [span] = await home.query<Span>(spanSql(home, { question, wanted }));
  await refuseWithout(home, question, span);
  const first = span?.first ?? 0;
  const middle = (first + (span?.last ?? 0)) / 2;
  const paths = new CountedPaths();
  const sqlOf = (people: string) => journeysSql(home, { question, wanted, first, middle, people });
  for await (const rows of home.inParts<PathRow>(sqlOf)) {
    signal.throwIfAborted();
    for (const row of rows) paths.add(row);
  }
  const { journeys, untouched, earlier, later } = paths.counted();
  return { source: name, journeys, untouched, times: { until, middle, earlier, later } };
}

/** Parts of people together, in whole numbers, so that neither their order nor how people were parted changes a sum. */
class CountedPaths {
  readonly #rows = new Map<string, PathRow>();
  #untouched = 0;

  add(row: PathRow): void {
    if (row.path === null) {
      this.#untouched += row.conversions;
      return;
    }
    const key = `${row.is_later ? '1' : '0'}${row.path}`;
    const known = this.#rows.get(key);
    this.#rows.set(
      key,
      known === undefined
        ? row
        : {
            ...known,
            conversions: known.conversions + row.conversions,
            value: known.value + row.value,
            nulls: known.nulls + row.nulls,
            milliseconds: known.milliseconds + row.milliseconds,
          },
    );
  }

  counted() {
    const [all, earlier, later] = [new JourneyCounter(), new JourneyCounter(), new JourneyCounter()];
    for (const [, row] of [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const path = (row.path ?? '').split(BETWEEN);
      for (const counter of [all, row.is_later ? later : earlier]) {
        counter.add(path, row.conversions, row.value / TEN_THOUSAND, row.nulls, row.milliseconds / DAY);
      }
      if (all.channels > MOST_CHANNELS)
        refuseEvents('The property of the channel has too many values.', { expected: 'a name of few channels' });
    }
    return {
      journeys: all.journeys(),
      untouched: this.#untouched,
      earlier: earlier.journeys(),
      later: later.journeys(),
    };
  }
}

/** Money is added in these. */
const TEN_THOUSAND = 10_000;
const DAY = 86_400_000;
