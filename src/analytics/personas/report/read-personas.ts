import { figure, fixed, markup, type Markup, percent, whole } from '#strata/platform/pages';
import { type Language } from '#strata/kernel/texts';
import { type ReadReport, type ReportPart } from '../../contract/index.js';
import { analysisPhrases } from '../../words/index.js';
import { drawMap } from './draw-map.js';
import { type Persona, type PersonasReport, type Trait } from './personas-report.js';

/** The report as a marketer reads it. */
export function readPersonas(report: PersonasReport): ReadReport {
  const { people, personas, at, features, plugin } = report;
  const by = features.map(({ words }) => words).join(', ');
  return {
    subject: `${whole(people)} people by ${by}, until ${at.slice(0, DATE)}, grouped by ${plugin.id}.`,
    answer: answerOf(report),
    parts: [
      ...(personas.length === 0 ? [] : [personasPart(report)]),
      ...(personas.length < 2 ? [] : [traitsPart(report), rulesPart(report)]),
      ...(personas.length === 0 ? [] : [mapPart(report)]),
      choicesPart(report),
      ...(personas.length < 2 ? [] : [rivalsPart(report)]),
    ],
    notes: [...report.notes, ...notesOf(report)],
  };
}

/** Length of the date of an ISO moment. */
const DATE = 10;

function answerOf(report: PersonasReport): readonly string[] {
  const { personas, quality, outliers, people } = report;
  const [largest] = personas;
  if (largest === undefined) return ['There are no personas: nobody is like enough others.'];
  return [
    findingOf(report),
    ...(personas.length === 1
      ? []
      : [
          ...(quality.verdict === 'slices' ? [slicesWords(report)] : []),
          `The largest is ${called(largest)}: ${whole(largest.people)} people (${percent(largest.people / people, 0)}).`,
          ...valueWords(report),
        ]),
    ...(outliers === 0
      ? []
      : [
          outliers === 1
            ? `1 person (${percent(outliers / people)}) is like nobody: an outlier.`
            : `${whole(outliers)} people (${percent(outliers / people)}) are like nobody: they are outliers.`,
        ]),
    ...changeWords(report),
  ];
}

function findingOf({ personas, quality, outliers }: PersonasReport): string {
  const none = 'There are no groups in these people:';
  if (personas.length === 1) return `${none} all of them${outliers === 0 ? '' : ' but the outliers'} are one persona.`;
  const count = String(personas.length);
  if (quality.verdict === 'slices') return `${none} the ${count} personas are slices of one cloud.`;
  return `There are ${count} personas that stay the same when other people are looked at, and that stand apart.`;
}

/** Where the personas are no better than equal parts by one fact, or than parts of a cloud; else null. */
export function warningOf(
  { quality, rivals: { slices, cloud }, features }: PersonasReport,
  language?: Language,
): string | null {
  const { warnings } = analysisPhrases(language);
  if (quality.silhouette === null) return warnings.onePersona;
  const words = features.find(({ fact }) => fact === slices?.fact)?.words ?? '';
  const explained = quality.explained ?? 0;
  if (slices !== null && explained <= (slices.explained ?? 0)) {
    return warnings.equalParts(explained, words, slices.explained);
  }
  if (cloud === null || quality.silhouette > cloud) return null;
  return warnings.cloud(quality.silhouette, cloud);
}

function slicesWords({ quality: { silhouette, stability }, rivals: { cloud } }: PersonasReport): string {
  const apart = `their silhouette is ${fixed(silhouette, 2)}`;
  const beside = cloud === null ? '' : ` (a cloud without groups gives ${fixed(cloud, 2)})`;
  const again =
    stability === null ? '' : `, and other people give personas that agree with them by ${fixed(stability, 2)} of 1`;
  return `Speak of them, but do not expect that people inside of one behave alike: ${apart}${beside}${again}.`;
}

function valueWords({ personas }: PersonasReport): readonly string[] {
  const total = personas.reduce((sum, { value }) => sum + (value?.sum ?? 0), 0);
  const [best] = personas.toSorted((a, b) => (b.value?.mean ?? 0) - (a.value?.mean ?? 0));
  if (best?.value == null || total <= 0) return [];
  return [
    `Worth most is ${called(best)}: ${fixed(best.value.mean, 2)} a person, ${percent(best.value.sum / total, 0)} of all value.`,
  ];
}

function changeWords({ ended, kept, personas, at }: PersonasReport): readonly string[] {
  if (kept === null) return [];
  const added = personas.filter(({ since }) => since === at).map(({ id }) => nameOf(id));
  return [
    `${percent(kept, 0)} of the people have the persona that they had by the version before.`,
    ...(added.length === 0 ? [] : [`New: ${added.join(', ')}.`]),
    ...(ended.length === 0 ? [] : [`No more: ${ended.map(nameOf).join(', ')}.`]),
  ];
}

function called({ name, words }: Persona): string {
  return `${name} (${words})`;
}

function nameOf(id: string): string {
  return `Persona ${id.slice('persona-'.length)}`;
}

function personasPart({ personas, people }: PersonasReport): ReportPart {
  const total = personas.reduce((sum, { value }) => sum + (value?.sum ?? 0), 0);
  const hasValue = personas.some(({ value }) => value !== null);
  const worth = ({ value }: Persona) => [
    figure(value === null ? '–' : fixed(value.mean, 2)),
    figure(percent(value === null || total <= 0 ? null : value.sum / total, 0)),
  ];
  return {
    title: 'Personas',
    table: {
      caption: 'Personas by their size and value',
      head: [
        'Persona',
        'Like',
        figure('People'),
        figure('Share'),
        ...(hasValue ? [figure('Value a person'), figure('Share of value')] : []),
        figure('Since'),
      ],
      rows: personas.map((persona) => [
        persona.name,
        persona.words,
        figure(whole(persona.people)),
        figure(percent(persona.people / people)),
        ...(hasValue ? worth(persona) : []),
        figure(persona.since.slice(0, DATE)),
      ]),
    },
  };
}

function traitsPart({ personas, features }: PersonasReport): ReportPart {
  const wordsOf = new Map(features.map(({ fact, words }) => [fact, words]));
  const shares = new Set(features.flatMap(({ fact, isShare }) => (isShare === true ? [fact] : [])));
  const told = ({ fact, of }: Trait, value: number) =>
    of === 'share' || shares.has(fact) ? percent(value, 0) : amount(value);
  return {
    title: 'What sets them apart',
    sentences: [
      'The largest differences from everybody, in standard deviations; the middle value unless said otherwise.',
    ],
    table: {
      caption: 'What sets each persona apart from everybody',
      head: ['Persona', 'Fact', figure('Persona'), figure('Everybody'), figure('Difference')],
      rows: personas.flatMap(({ id, traits }) =>
        traits.map((trait, place) => [
          place === 0 ? nameOf(id) : '',
          factOf(trait, wordsOf.get(trait.fact) ?? trait.fact),
          figure(told(trait, trait.persona)),
          figure(told(trait, trait.everybody)),
          figure(`${trait.difference > 0 ? '+' : '−'}${fixed(Math.abs(trait.difference), 1)}`),
        ]),
      ),
    },
  };
}

function factOf({ of, value }: Trait, words: string): string {
  if (of === 'median') return words;
  if (of === 'mean') return `${words}, mean`;
  if (value === null) return `${words}: not known`;
  return value === true ? words : `${words}: ${String(value)}`;
}

function amount(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1000
    ? whole(value)
    : fixed(value, Math.abs(value) >= 10 ? 1 : 2);
}

function rulesPart({ personas }: PersonasReport): ReportPart {
  const withRule = personas.flatMap(({ id, rule }) => (rule === null ? [] : [{ id, rule }]));
  return {
    title: 'As a condition',
    sentences: [
      'A short condition that stands for each persona, to be used in a segment at once. Precision: how many of those it finds are of the persona. Recall: how many of the persona it finds. Measured on people that it was not made from, where there are enough.',
    ],
    table: {
      caption: 'Conditions that stand for personas',
      head: ['Persona', 'Who', figure('Precision'), figure('Recall')],
      rows: personas.map(({ id, rule }) => [
        nameOf(id),
        rule?.words ?? 'no short condition tells them from the others',
        figure(percent(rule?.precision ?? null, 0)),
        figure(percent(rule?.recall ?? null, 0)),
      ]),
    },
    figure: markup`${withRule.map(({ id, rule }) => pasted(nameOf(id), rule.condition))}`,
  };
}

function pasted(name: string, condition: object): Markup {
  return markup`<details><summary>${name} as the condition of a segment</summary><pre style="overflow-x:auto">${JSON.stringify(condition, null, 2)}</pre></details>`;
}

function mapPart(report: PersonasReport): ReportPart {
  return { title: 'Map', figure: drawMap(report) };
}

function choicesPart({ choices, quality }: PersonasReport): ReportPart {
  return {
    title: 'How many',
    sentences: [
      'Silhouette: how much nearer people are to their own persona than to the next one, −1 to 1. Stability: how far personas of two halves of the people agree, 1 is fully.',
    ],
    table: {
      caption: 'Numbers of personas that were tried',
      head: ['Personas', figure('Silhouette'), figure('Stability'), 'Taken'],
      rows: choices.map(({ clusters, silhouette, stability, taken }) => [
        String(clusters),
        figure(fixed(taken ? quality.silhouette : silhouette, 3)),
        figure(fixed(stability, 2)),
        taken ? 'yes' : '',
      ]),
    },
  };
}

function rivalsPart({ quality, rivals: { slices, cloud }, features, personas }: PersonasReport): ReportPart {
  const words = features.find(({ fact }) => fact === slices?.fact)?.words ?? slices?.fact ?? '';
  return {
    title: 'Beside simpler ways',
    sentences: [
      ...(slices === null || quality.explained === null || slices.explained === null
        ? []
        : [
            `The personas hold ${percent(quality.explained, 0)} of all differences among people; ${String(personas.length)} equal parts by ${words} alone hold ${percent(slices.explained, 0)}.`,
          ]),
    ],
    table: {
      caption: 'Personas beside simpler divisions',
      head: ['Division', figure('Silhouette'), figure('Differences held')],
      rows: [
        ['personas', figure(fixed(quality.silhouette, 3)), figure(percent(quality.explained))],
        ...(slices === null
          ? []
          : [[`equal parts by ${words}`, figure(fixed(slices.silhouette, 3)), figure(percent(slices.explained))]]),
        ...(cloud === null ? [] : [['the same of a cloud without groups', figure(fixed(cloud, 3)), figure('–')]]),
      ],
    },
  };
}

function notesOf({ features, outliers }: PersonasReport): readonly string[] {
  const constant = features.filter(({ isConstant }) => isConstant === true).map(({ words }) => words);
  const logged = features.filter(({ log }) => log).map(({ words }) => words);
  const missing = features.filter((feature) => feature.missing > 0);
  return [
    ...constant.map((words) => `${words} is the same of everybody, and tells nobody apart.`),
    ...(logged.length === 0 ? [] : [`With long tails, and so counted as logarithms: ${logged.join(', ')}.`]),
    ...missing.map(
      (feature) =>
        `${feature.words} is not known of ${whole(feature.missing)} people: they count as average in it, and as people of whom it is not known.`,
    ),
    'Personas are found by these facts alone: other facts would give others. They say how people behave, not why, and not what an offer would do.',
    `Who is new has no persona before the next run.${outliers > 0 ? ' Outliers have the persona "outlier".' : ''}`,
  ];
}
