import { type MetricShape, type Moments, weighMoments } from '#strata/statistics/experiments';
import { type PersonVariable } from './experiment-sums.js';

/** A figure by which arms are compared. */
export type MetricId = 'conversion' | 'value' | 'profit' | 'return';

/** How a figure is made of the variables of people. */
export interface ReadMetric {
  readonly id: MetricId;
  readonly unit: 'share' | 'money' | 'ratio';
  readonly shape: MetricShape;
  /** See `weighMoments`. */
  readonly weights: readonly (readonly number[])[];
}

/** The figures that these variables tell. Profit and return need the margin: share of a value that is profit. */
export function metricsOf(variables: readonly PersonVariable[], margin: number | null): readonly ReadMetric[] {
  const knows = (...asked: readonly PersonVariable[]) => asked.every((variable) => variables.includes(variable));
  const weigh = (weights: Partial<Record<PersonVariable, number>>) =>
    variables.map((variable) => weights[variable] ?? 0);
  const adjusted = knows('before');
  const before = adjusted ? [weigh({ before: 1 })] : [];
  const profit = margin === null ? null : weigh({ value: margin, cost: -1 });
  return [
    {
      id: 'conversion',
      unit: 'share',
      shape: { kind: adjusted ? 'mean' : 'proportion', adjusted },
      weights: [weigh({ converted: 1 }), ...before],
    },
    ...given<ReadMetric>(knows('value'), () => ({
      id: 'value',
      unit: 'money',
      shape: { kind: 'mean', adjusted },
      weights: [weigh({ value: 1 }), ...before],
    })),
    ...given<ReadMetric>(knows('value', 'cost') && profit !== null, () => ({
      id: 'profit',
      unit: 'money',
      shape: { kind: 'mean', adjusted },
      weights: [profit ?? [], ...before],
    })),
    ...given<ReadMetric>(knows('value', 'cost') && profit !== null, () => ({
      id: 'return',
      unit: 'ratio',
      shape: { kind: 'ratio', adjusted: false },
      weights: [profit ?? [], weigh({ cost: 1 })],
    })),
  ];
}

/** What a person costs: no figure to be shipped by, but one to save; undefined where costs are not known. */
export function costMetric(variables: readonly PersonVariable[]): Omit<ReadMetric, 'id'> | undefined {
  if (!variables.includes('cost')) return undefined;
  const weights = [variables.map((variable) => Number(variable === 'cost'))];
  return { unit: 'money', shape: { kind: 'mean', adjusted: false }, weights };
}

/** What a metric needs of an arm. */
export function metricMoments({ weights }: Pick<ReadMetric, 'weights'>, moments: Moments): Moments {
  return weighMoments(moments, weights);
}

function given<T>(condition: boolean, make: () => T): readonly T[] {
  return condition ? [make()] : [];
}
