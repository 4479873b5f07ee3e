import { figure, percent, whole } from '#strata/platform/pages';
import { type ReportPart } from '../../contract/index.js';
import { drawHeatMap } from '../../report/index.js';
import {
  type LifetimeReport,
  type LifetimeStage,
  type StageComparison,
  type StagePair,
} from '../findings/lifetime-report.js';
import { DORMANT_BELOW, LOST_BELOW, LOYAL_FROM } from '../findings/stages.js';
import { moneyOf, peopleWords, purchaseWords } from './words.js';

const STAGES: readonly LifetimeStage[] = ['loyal', 'active', 'new', 'at risk', 'dormant', 'lost'];
const LOST = 'lost';

type RuleComparison = NonNullable<StageComparison['byRule']>;

/** Where rule and model disagree about who is lost. */
export function stageAnswer(report: LifetimeReport): readonly string[] {
  const { byRule } = report.stages;
  if (byRule === null) return [];
  const given = byRule.pairs.filter(({ rule, model }) => rule === LOST && model !== LOST);
  const kept = byRule.pairs.filter(({ rule, model }) => rule !== LOST && model === LOST);
  return [
    disagreement(report, given, (people) => `The rule calls ${people} lost whom the model does not give up`),
    disagreement(report, kept, (people) => `The model gives up ${people} whom the rule does not call lost`),
  ].filter((sentence) => sentence !== null);
}

function disagreement(
  report: LifetimeReport,
  pairs: readonly StagePair[],
  words: (people: string) => string,
): string | null {
  const { people, purchases, value } = added(pairs);
  if (people === 0) return null;
  const worth = value === null ? '' : ` for ${moneyOf(report, value)}`;
  return `${words(peopleWords(people))}: it expects ${purchaseWords(purchases)}${worth} of them.`;
}

/** Stages by the model and, where the document names one, beside those by a rule. */
export function stageParts(report: LifetimeReport): readonly ReportPart[] {
  const { byRule } = report.stages;
  return [modelPart(report), ...(byRule === null ? [] : [rulePart(report, byRule), ...heldOutPart(report, byRule)])];
}

function modelPart(report: LifetimeReport): ReportPart {
  const { byModel } = report.stages;
  return {
    title: 'Stages by the model',
    sentences: [
      `By the purchases that are expected in a year: below ${String(LOST_BELOW)} somebody is lost, below ${String(DORMANT_BELOW)} dormant, from ${String(LOYAL_FROM)} on loyal; at risk is who is likelier gone than not, new who bought on one day only.`,
    ],
    table: stageTable(
      report,
      'Stage',
      byModel.map((each) => ({ ...each, name: each.model })),
    ),
  };
}

function rulePart(report: LifetimeReport, { fact, pairs }: RuleComparison): ReportPart {
  const rules = [...new Set(pairs.map(({ rule }) => rule))];
  const stages = STAGES.filter((stage) => pairs.some(({ model }) => model === stage));
  const name = (rule: string | null): string => rule ?? 'without a stage';
  const grouped = rules
    .map((rule) => ({ name: name(rule), rule, ...added(pairs.filter((pair) => pair.rule === rule)) }))
    .toSorted((a, b) => (b.value ?? b.purchases) - (a.value ?? a.purchases));
  return {
    title: `Stages by the rule (${fact})`,
    sentences: [
      'What the model expects of the people in each stage of the rule, and where it would put them (columns).',
    ],
    figure: drawHeatMap({
      caption: 'People by the stage of the rule and of the model',
      corner: 'Rule ↓ Model →',
      rows: grouped.map((each) => each.name),
      columns: stages,
      counts: grouped.map(({ rule }) =>
        stages.map((stage) => added(pairs.filter((pair) => pair.rule === rule && pair.model === stage)).people),
      ),
    }),
    table: stageTable(report, 'Stage of the rule', grouped),
  };
}

interface StageRow {
  readonly name: string;
  readonly people: number;
  readonly purchases: number;
  readonly value: number | null;
}

function stageTable(report: LifetimeReport, head: string, rows: readonly StageRow[]): NonNullable<ReportPart['table']> {
  const all = added(rows);
  return {
    caption: `${head} by size and by what is expected`,
    head: [
      head,
      figure('People'),
      figure('Share'),
      figure('Expected purchases'),
      ...(all.value !== null ? [figure('Expected value'), figure('Value a person'), figure('Share of value')] : []),
    ],
    rows: rows.map(({ name, people, purchases, value }) => [
      name,
      figure(whole(people)),
      figure(percent(people / all.people)),
      figure(whole(purchases)),
      ...(all.value !== null
        ? [
            figure(moneyOf(report, value ?? 0)),
            figure(moneyOf(report, (value ?? 0) / people)),
            figure(percent(all.value === 0 ? 0 : (value ?? 0) / all.value)),
          ]
        : []),
    ]),
  };
}

/** Who was right about who is lost, on what was held out. */
function heldOutPart(report: LifetimeReport, { heldOut }: RuleComparison): readonly ReportPart[] {
  if (heldOut === null) return [];
  const groups = [
    { name: 'lost by both', rows: heldOut.filter(({ rule, model }) => rule === LOST && model === LOST) },
    { name: 'lost by the rule alone', rows: heldOut.filter(({ rule, model }) => rule === LOST && model !== LOST) },
    { name: 'lost by the model alone', rows: heldOut.filter(({ rule, model }) => rule !== LOST && model === LOST) },
    { name: 'lost by neither', rows: heldOut.filter(({ rule, model }) => rule !== LOST && model !== LOST) },
  ].map(({ name, rows }) => ({
    name,
    ...added(rows),
    buyers: rows.reduce((sum, { buyers }) => sum + buyers, 0),
  }));
  const counted = groups.filter(({ people }) => people > 0);
  if (counted.length < 2) return [];
  return [
    {
      title: 'Who was lost, and who came back',
      sentences: [
        'As rule and model had it before the days that were held out, and who bought in them all the same: the fewer of those who were called lost, the better.',
      ],
      table: {
        caption: 'Who bought, by whether rule and model called them lost',
        head: ['Called', figure('People'), figure('Bought'), figure('Purchases'), figure('Value')],
        rows: counted.map(({ name, people, buyers, purchases, value }) => [
          name,
          figure(whole(people)),
          figure(percent(buyers / people)),
          figure(whole(purchases)),
          figure(value === null ? '–' : moneyOf(report, value)),
        ]),
      },
    },
  ];
}

function added(rows: readonly Omit<StageRow, 'name'>[]): Omit<StageRow, 'name'> {
  const known = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  return {
    people: rows.reduce((sum, { people }) => sum + people, 0),
    purchases: rows.reduce((sum, { purchases }) => sum + purchases, 0),
    value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
  };
}
