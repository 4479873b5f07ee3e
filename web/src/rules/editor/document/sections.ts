import { type EditedCollection } from '../collections.js';
import { type Steps, textAt, valueAt } from '../at-path.js';
import { isFields } from '../conditions/fields.js';
import { type ReadsToo } from '../conditions/condition-editor.js';
import { type FieldName } from './words.js';

/** How a member of a document is asked for. */
type FieldKind = 'text' | 'span' | 'number' | 'share' | 'money' | 'day' | 'yes' | 'segment' | 'strategy' | 'event';

/** A member of a document that the form has a field for. */
export interface Field {
  readonly name: FieldName;
  readonly kind: FieldKind;
  readonly steps: Steps;
  /** Whether the document is wrong without it; then an empty text stays one. */
  readonly isNeeded?: true;
}

/** A part of the form of a document. */
export type Section =
  | { readonly kind: 'fields'; readonly name: SectionName; readonly of?: string; readonly fields: readonly Field[] }
  | {
      readonly kind: 'condition';
      readonly name: SectionName;
      readonly of?: string;
      readonly steps: Steps;
      readonly readsToo: ReadsToo;
      /** Whether the document is right without it. */
      readonly isOptional: boolean;
    };
type SectionName =
  | 'what'
  | 'who'
  | 'goal'
  | 'trigger'
  | 'predictive'
  | 'baseline'
  | 'baselineWhen'
  | 'offer'
  | 'offerWhen'
  | 'limits'
  | 'experiment'
  | 'schedule'
  | 'case';

const TITLE: Field = { name: 'title', kind: 'text', steps: ['title'], isNeeded: true };
const NOTHING: ReadsToo = [];
const EVENTS: ReadsToo = ['events'];
const ALL: ReadsToo = ['events', 'score'];

/** The places in the document that a part of its form shows. */
export function stepsIn(section: Section): readonly Steps[] {
  return section.kind === 'fields' ? section.fields.map(({ steps }) => steps) : [section.steps];
}

/** The parts of the form of a document, in the order of a decision; all else is edited as JSON. */
export function sectionsOf(collection: EditedCollection, document: object): readonly Section[] {
  switch (collection) {
    case 'segments':
      return [fields('what', [TITLE]), condition('who', ['condition'], NOTHING, false)];
    case 'strategies':
      return strategySections(document);
    case 'campaigns':
      return campaignSections(document);
    case 'facts':
      return factSections(document);
    case 'models':
      return [fields('what', [TITLE, { name: 'population', kind: 'segment', steps: ['population'] }])];
    case 'analyses':
      return [
        fields('what', [TITLE, { name: 'population', kind: 'segment', steps: ['population'] }]),
        fields('schedule', [{ name: 'cron', kind: 'text', steps: ['schedule', 'cron'] }]),
      ];
  }
}

function fields(name: SectionName, all: readonly Field[], of?: string): Section {
  return { kind: 'fields', name, fields: all, ...(of === undefined ? {} : { of }) };
}

function condition(name: SectionName, steps: Steps, readsToo: ReadsToo, isOptional: boolean, of?: string): Section {
  return { kind: 'condition', name, steps, readsToo, isOptional, ...(of === undefined ? {} : { of }) };
}

function strategySections(document: object): readonly Section[] {
  const isPredicting = isFields(valueAt(document, ['predictive']));
  return [
    fields('what', [
      TITLE,
      { name: 'owner', kind: 'text', steps: ['owner'] },
      { name: 'from', kind: 'day', steps: ['active', 'from'] },
      { name: 'to', kind: 'day', steps: ['active', 'to'] },
      { name: 'consent', kind: 'text', steps: ['consent'] },
      { name: 'weight', kind: 'number', steps: ['weight'] },
    ]),
    fields('goal', [
      { name: 'event', kind: 'event', steps: ['goal', 'event'], isNeeded: true },
      { name: 'within', kind: 'span', steps: ['goal', 'within'], isNeeded: true },
      { name: 'margin', kind: 'share', steps: ['goal', 'margin'], isNeeded: true },
    ]),
    condition('who', ['segment'], NOTHING, false),
    condition('trigger', ['trigger'], EVENTS, true),
    ...(isPredicting ? [condition('predictive', ['predictive', 'when'], ALL, true)] : []),
    fields('baseline', [{ name: 'title', kind: 'text', steps: ['baseline', 'title'], isNeeded: true }]),
    condition('baselineWhen', ['baseline', 'when'], EVENTS, true),
    ...itemsAt(document, ['offers']).flatMap((offer, index) => offerSections(offer, index)),
    fields('limits', [
      { name: 'budget', kind: 'money', steps: ['limits', 'budget'] },
      { name: 'audience', kind: 'number', steps: ['limits', 'audience'] },
      { name: 'minimumRoi', kind: 'share', steps: ['limits', 'minimumRoi'] },
      { name: 'contacts', kind: 'number', steps: ['limits', 'perUser', 'contacts'] },
      { name: 'per', kind: 'span', steps: ['limits', 'perUser', 'within'] },
    ]),
    fields('experiment', [
      { name: 'holdout', kind: 'share', steps: ['experiment', 'holdout'] },
      ...shareOfArms(document),
    ]),
  ];
}

/** The shares of the arms, where they are written as two of them. */
function shareOfArms(document: object): readonly Field[] {
  if (!isFields(valueAt(document, ['experiment', 'arms']))) return [];
  return [
    { name: 'model', kind: 'share', steps: ['experiment', 'arms', 'model'], isNeeded: true },
    { name: 'baseline', kind: 'share', steps: ['experiment', 'arms', 'baseline'], isNeeded: true },
  ];
}

function offerSections(offer: unknown, index: number): readonly Section[] {
  const of = textAt(offer, ['id']);
  const at = (member: string): Steps => ['offers', index, member];
  return [
    fields(
      'offer',
      [
        { name: 'title', kind: 'text', steps: at('title'), isNeeded: true },
        { name: 'faceValue', kind: 'money', steps: at('faceValue'), isNeeded: true },
        { name: 'minimumSpend', kind: 'money', steps: at('minimumSpend') },
        { name: 'redemptionRate', kind: 'share', steps: at('redemptionRate'), isNeeded: true },
        { name: 'contactCost', kind: 'money', steps: at('contactCost'), isNeeded: true },
        { name: 'stock', kind: 'number', steps: at('stock') },
        { name: 'channel', kind: 'text', steps: at('channel') },
      ],
      of,
    ),
    condition('offerWhen', at('when'), ALL, true, of),
  ];
}

function campaignSections(document: object): readonly Section[] {
  return [
    fields('what', [TITLE, { name: 'strategy', kind: 'strategy', steps: ['strategy'], isNeeded: true }]),
    fields('limits', [
      { name: 'budget', kind: 'money', steps: ['limits', 'budget'] },
      { name: 'audience', kind: 'number', steps: ['limits', 'audience'] },
      { name: 'minimumRoi', kind: 'share', steps: ['limits', 'minimumRoi'] },
    ]),
    ...(valueAt(document, ['schedule', 'every']) === undefined
      ? [fields('schedule', [{ name: 'cron', kind: 'text', steps: ['schedule', 'cron'] }])]
      : [fields('schedule', [{ name: 'every', kind: 'span', steps: ['schedule', 'every'] }])]),
  ];
}

function factSections(document: object): readonly Section[] {
  const cases = itemsAt(document, ['from', 'firstOf']);
  return [
    fields('what', [
      { name: 'words', kind: 'text', steps: ['words'], isNeeded: true },
      { name: 'unit', kind: 'text', steps: ['unit'] },
      { name: 'sensitive', kind: 'yes', steps: ['sensitive'] },
      { name: 'personal', kind: 'yes', steps: ['personal'] },
    ]),
    ...cases.flatMap((each, index) => {
      if (valueAt(each, ['when']) === undefined) return [];
      const steps = ['from', 'firstOf', index, 'when'];
      return [condition('case', steps, NOTHING, false, textAt(each, ['is']))];
    }),
  ];
}

function itemsAt(document: object, steps: Steps): readonly unknown[] {
  const items = valueAt(document, steps);
  return Array.isArray(items) ? items : [];
}
