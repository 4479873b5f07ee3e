import { type Estimate } from '#strata/statistics';
import { type Language } from '#strata/kernel/texts';
import { type Figure, figure, fixed, percent, range, whole } from '#strata/platform/pages';
import { type ReadReport, type ReportPart } from '../contract/index.js';
import { analysisPhrases } from '../words/index.js';
import { type ExampleList, type MeasuredLists, type RecommendationsReport } from './recommendations-report.js';

/** The report as a marketer reads it. */
export function readRecommendations(report: RecommendationsReport): ReadReport {
  const { people, items, interactions, plugin, split, judged, notes } = report;
  return {
    subject: `"${plugin}" for ${whole(people)} people and ${whole(items)} items, who had to do with each other ${whole(interactions)} times; judged on what ${whole(judged.people)} people had after ${day(split)}.`,
    answer: answerOf(report),
    parts: [
      judgedPart(report),
      newcomersPart(report),
      ...report.examples.map(examplePart),
      ...(report.similar.length === 0 ? [] : [similarPart(report)]),
    ],
    notes: [
      ...notes,
      `What was judged learned from what happened until ${day(split)} only; what is answered now learned from everything.`,
      'What people did later is not what they would have done on seeing a recommendation: only an experiment tells what recommending brings.',
      'People who had something popular anyway make popularity look good; novelty says how obvious the lists are.',
    ],
  };
}

/** Length of the date of an ISO moment. */
const DATE = 10;

function day(moment: string): string {
  return moment.slice(0, DATE);
}

function answerOf({ model, popular, difference, judged, filled, known }: RecommendationsReport): readonly string[] {
  const places = String(judged.places);
  const { ndcg } = difference;
  const both = `nDCG@${places} ${fixed(model.ndcg.value, 3)} beside ${fixed(popular.ndcg.value, 3)} of recommending to everybody what is popular`;
  const by = `${signed(ndcg.value)} (95 % interval from ${signed(ndcg.lower)} to ${signed(ndcg.upper)})`;
  return [
    verdict(ndcg, both, by),
    ...(known.people === judged.people || known.people === 0
      ? []
      : [
          `Of the ${whole(known.people)} people of whom something was known before: ${fixed(known.model, 3)} beside ${fixed(known.popular, 3)}, ${signed(known.difference.value)} (from ${signed(known.difference.lower)} to ${signed(known.difference.upper)}).`,
        ]),
    `Of ${places} recommended items people had ${fixed(judged.places * model.precision.value, 2)} later, of the popular ones ${fixed(judged.places * popular.precision.value, 2)}; the lists show ${percent(model.coverage)} of all items, the popular ones ${percent(popular.coverage)}.`,
    ...(filled > WORTH_SAYING
      ? [`${percent(filled)} of the places are filled by what is popular, where the model had nothing to say.`]
      : []),
  ];
}

/** What to know before it is used, where it is no better than popularity. */
export function warningOf(
  { difference: { ndcg }, model, popular, judged }: RecommendationsReport,
  language?: Language,
): string | null {
  if (ndcg.lower > 0) return null;
  const ndcgs = { model: model.ndcg.value, popular: popular.ndcg.value };
  return analysisPhrases(language).warnings.popularity(judged.places, ndcgs);
}

const WORTH_SAYING = 0.005;

function verdict({ lower, upper }: Estimate, both: string, by: string): string {
  if (lower > 0) return `It beats popularity: ${both}, ${by}.`;
  if (upper < 0) return `It is worse than popularity: ${both}, ${by}. Recommend what is popular.`;
  return `It does not beat popularity beyond doubt: ${both}, ${by}.`;
}

function signed(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return `${value < 0 ? '−' : '+'}${fixed(Math.abs(value), 3)}`;
}

function judgedPart(report: RecommendationsReport): ReportPart {
  const { model, popular, difference, judged, plugin } = report;
  const places = String(judged.places);
  const row = (name: string, of: MeasuredLists) => [
    name,
    ...[of.ndcg, of.precision, of.recall].map((each) => withInterval(each)),
    figure(percent(of.coverage)),
    figure(fixed(of.novelty, 1)),
  ];
  return {
    title: 'How good the lists are',
    sentences: [
      `Lists of ${places} items, by what each person had later${judged.again ? '' : ' and not before'}${judged.of > judged.people ? `; ${whole(judged.people)} of ${whole(judged.of)} people, drawn by the seed` : ''}.`,
    ],
    table: {
      caption: 'The model beside popularity, with 95 % intervals over people',
      head: [
        'Lists',
        ...['nDCG', 'Precision', 'Recall'].map((name) => figure(`${name}@${places}`)),
        figure('Coverage'),
        figure('Novelty, bits'),
      ],
      rows: [
        row(plugin, model),
        row('popular', popular),
        [
          'difference',
          ...[difference.ndcg, difference.precision, difference.recall].map(({ value, lower, upper }) =>
            figure(signed(value), boundsOf(lower, upper, signed)),
          ),
          figure(''),
          figure(''),
        ],
      ],
    },
  };
}

function withInterval({ value, lower, upper }: Estimate): Figure {
  return figure(
    fixed(value, 3),
    boundsOf(lower, upper, (bound) => fixed(bound, 3)),
  );
}

/** Nothing where a single person says nothing of others. */
function boundsOf(lower: number, upper: number, format: (bound: number) => string): string {
  return Number.isFinite(lower) && Number.isFinite(upper) ? range({ lower, upper }, format) : '';
}

function newcomersPart({ newPeople, newItems, judged }: RecommendationsReport): ReportPart {
  const ofPeople =
    newPeople.people === 0
      ? 'Of everybody who is judged by something was known before.'
      : `${whole(newPeople.people)} of the ${whole(judged.people)} people were new: of them nothing was known, and they get what is popular unless the plugin knows better (nDCG@${String(judged.places)} ${fixed(newPeople.model, 3)} beside ${fixed(newPeople.popular, 3)}).`;
  return {
    title: 'New people and new items',
    sentences: [
      ofPeople,
      `${whole(newItems.items)} items were new: nobody had them before. They were ${percent(newItems.later)} of what people had later and ${percent(newItems.recommended)} of what was recommended.`,
      ...(newItems.later > WORTH_SAYING && newItems.recommended === 0
        ? ['This plugin recommends no new items: "content" and "hybrid" do, from what is known of the items.']
        : []),
    ],
  };
}

function examplePart({ had, recommended }: ExampleList, place: number): ReportPart {
  return {
    title: `Example ${String(place + 1)}`,
    sentences: [
      `Somebody who had ${had.join('; ')} is recommended these.${recommended.some(({ hit }) => hit) ? ' A tick says that they had it later.' : ''}`,
    ],
    table: {
      caption: 'What is recommended, with the reasons',
      head: ['Is recommended', 'Because of'],
      rows: recommended.map((each) => [`${each.item}${each.hit ? ' ✓' : ''}`, becauseOf(each)]),
    },
  };
}

function becauseOf({ by, because }: ExampleList['recommended'][number]): string {
  if (because.length === 0) return by === 'popularity' ? 'popular' : '–';
  return because.map(({ item, share }) => `${item} (${percent(share, 0)})`).join('; ');
}

function similarPart({ similar }: RecommendationsReport): ReportPart {
  return {
    title: 'Similar items',
    table: {
      caption: 'What is most like the items that most people had',
      head: ['Item', 'Most like it'],
      rows: similar.map(({ item, like }) => [item, like.join('; ')]),
    },
  };
}
