import { drawChart, type Figure, figure, fixed, markup, percent, whole } from '#strata/platform/pages';
import { type ReportPart } from '../../contract/index.js';
import { type Bounded, type HeldOut, type JudgedForecast, type LifetimeReport } from '../findings/lifetime-report.js';
import { boundsOf, moneyOf, offBy } from './words.js';

/** The way that the document names, and its first rival; a regression says no more of new customers than their mean. */
const LOOKS = ['main', 'second'] as const;

/** What was foretold beside what came: all together, in order, by week, and by how often people had come back. */
export function judgingParts(report: LifetimeReport, heldOut: HeldOut): readonly ReportPart[] {
  return [comparisonPart(report, heldOut), differencePart(heldOut), trackingPart(heldOut), repeatsPart(heldOut)].filter(
    (part) => part !== null,
  );
}

function comparisonPart(report: LifetimeReport, heldOut: HeldOut): ReportPart {
  const { forecasts, after, days, people, purchases, value, buyers, leftOut } = heldOut;
  const money = (amount: number) => moneyOf(report, amount);
  const missing = figure('–');
  const worth = ({ value: foretold }: JudgedForecast): Figure =>
    foretold === null || value === null
      ? missing
      : figure(money(foretold.value), boundsOf(foretold, whole) || offBy(foretold.value, value));
  const share = (figured: number | null) => (figured === null ? missing : figure(percent(figured)));
  return {
    title: 'Foretold and held out',
    sentences: [
      `Everything learned from what was known on ${after}, and foretold the ${whole(days)} days after it of the ${whole(people)} who were customers then: ${whole(buyers)} of them bought.`,
      ...leftOut.map(({ plugin, reason }) => `${plugin} could not learn: ${reason}`),
    ],
    table: {
      caption: 'What was foretold beside what came',
      head: [
        'Way',
        figure('Purchases'),
        ...(value === null ? [] : [figure('Value')]),
        figure('Off by, a customer'),
        figure('Who buys: AUC'),
        figure('Gini'),
        figure('Brought by the best tenth'),
      ],
      rows: [
        [
          'What came',
          figure(whole(purchases)),
          ...(value === null ? [] : [figure(money(value))]),
          ...[missing, missing, missing, missing],
        ],
        ...forecasts.map((way) => [
          way.name,
          figure(whole(way.purchases.value), boundsOf(way.purchases, whole) || offBy(way.purchases.value, purchases)),
          ...(value === null ? [] : [worth(way)]),
          figure(fixed(way.meanAbsoluteError, 3)),
          figure(
            fixed(way.auc.value, 3),
            boundsOf(way.auc, (each) => fixed(each, 3)),
          ),
          figure(fixed(way.gini, 3)),
          share(way.bestTenth),
        ]),
      ],
    },
  };
}

/** Paired: the same customers, so that small differences are seen. */
function differencePart({ forecasts }: HeldOut): ReportPart | null {
  const [asked, ...rivals] = forecasts;
  if (asked === undefined || rivals.length === 0) return null;
  const cell = (difference: Bounded | undefined, digits: number): Figure =>
    difference === undefined
      ? figure('–')
      : figure(
          fixed(difference.value, digits),
          boundsOf(difference, (each) => fixed(each, digits)),
        );
  return {
    title: 'Better, or by chance?',
    sentences: [
      `How much better ${asked.name} is on the same customers; below 0 it is worse, and an interval that holds 0 is no difference for sure.`,
    ],
    table: {
      caption: 'Differences on the same customers',
      head: ['Against', figure('Nearer, purchases a customer'), figure('AUC')],
      rows: rivals.map(({ name, beaten }) => [name, cell(beaten?.meanAbsoluteError, 3), cell(beaten?.auc, 3)]),
    },
  };
}

function trackingPart({ weeks, forecasts, after, days }: HeldOut): ReportPart {
  const last = weeks.at(-1);
  const most = Math.max(1, ...weeks.flatMap(({ purchases, foretold }) => [purchases, ...foretold]));
  const split = Math.max(0, (last?.week ?? 0) - days / 7);
  const drawn = forecasts.slice(0, LOOKS.length);
  const told = drawn.map(({ name }, way) => `${name} ${whole(last?.foretold[way] ?? null)}`).join(', ');
  const description = `Repeat purchases until the end: ${whole(last?.purchases ?? null)}; expected of as many new customers: ${told}. Everything to the right of ${after} was not known.`;
  return {
    title: 'Week by week',
    sentences: ['A model that knows how people leave bends as they do; a rule that nobody leaves goes on straight.'],
    figure: markup`${drawChart({
      id: 'tracking',
      wide: true,
      title: 'Repeat purchases of all customers, added up',
      description,
      x: { label: 'Weeks since the first purchase', from: 0, to: Math.max(1, last?.week ?? 1), format: whole },
      y: { label: 'Repeat purchases', from: 0, to: most, format: whole },
      series: [
        { name: 'what came', look: 'third', points: weeks.map(({ week, purchases }) => [week, purchases]) },
        ...drawn.map(({ name }, way) => ({
          name: name.toLowerCase(),
          look: LOOKS[way] ?? 'second',
          points: weeks.map(({ week, foretold }): readonly [number, number] => [week, foretold[way] ?? 0]),
        })),
        {
          name: `known until here (${after})`,
          look: 'reference',
          points: [
            [split, 0],
            [split, most],
          ],
        },
      ],
    })}`,
  };
}

function repeatsPart({ byRepeats, forecasts }: HeldOut): ReportPart {
  const most = byRepeats.at(-1)?.repeats ?? 0;
  return {
    title: 'By how often people had come back',
    sentences: ['Purchases a customer in the days that were held out.'],
    table: {
      caption: 'Purchases a customer by how often they had come back',
      head: ['Came back', figure('People'), figure('What came'), ...forecasts.map(({ name }) => figure(name))],
      rows: byRepeats.map(({ repeats, people, purchases, foretold }) => [
        repeats === most && byRepeats.length > 1 ? `${whole(repeats)} times or more` : timesWords(repeats),
        figure(whole(people)),
        figure(fixed(purchases, 2)),
        ...foretold.map((mean) => figure(fixed(mean, 2))),
      ]),
    },
  };
}

function timesWords(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${whole(count)} times`;
}

/** For who asks. */
export function parameterPart({ parameters, logLikelihood, name }: LifetimeReport): ReportPart | null {
  if (parameters.length === 0) return null;
  return {
    title: 'Parameters',
    sentences: [
      `Of ${name}, learned from everything${logLikelihood === null ? '' : `; log-likelihood of the purchases ${fixed(logLikelihood, 1)}`}.`,
    ],
    table: {
      caption: 'Parameters with their standard errors',
      head: ['Parameter', figure('Estimate'), figure('Standard error')],
      rows: parameters.map(({ name: parameter, estimate, standardError }) => [
        parameter,
        figure(fixed(estimate)),
        figure(fixed(standardError)),
      ]),
    },
  };
}
