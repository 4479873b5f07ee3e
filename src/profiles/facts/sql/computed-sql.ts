import { type ComputedSource, type FactCatalogue, type FactType } from '#strata/engine';
import { basisOf } from '#strata/engine/facts';
import { durationMilliseconds, isStorable } from '#strata/kernel';
import { type FactDialect } from './dialects/dialect.js';

/** The analyses that facts of these names read. Each is joined once: as `k0`, `k1`, … in this order. */
export function analysesOf(names: readonly string[], catalogue: FactCatalogue): readonly string[] {
  const analyses = names.flatMap((name) => {
    const definition = catalogue[name];
    const basis = definition && basisOf(definition);
    return basis?.of === 'computed' ? [basis.computed.analysis] : [];
  });
  return [...new Set(analyses)];
}

/** What analyses published last about the person in `r.user_id`. */
export function computedJoins(analyses: readonly string[], relation: string, { text }: FactDialect): readonly string[] {
  return analyses.map((analysis, index) => {
    const k = `k${String(index)}`;
    return `left join ${relation} ${k} on ${k}.user_id = r.user_id and ${k}.analysis = ${text(analysis)}`;
  });
}

/**
 * What an analysis published, as SQL over its join and `r.now`: NULL where there is nothing, where it is of another type,
 * of a later moment, or too old.
 */
export function computedSql(
  { analysis, output, maxAge }: ComputedSource['computed'],
  {
    type,
    analyses,
    dialect,
  }: { readonly type: FactType; readonly analyses: readonly string[]; readonly dialect: FactDialect },
): string {
  if (!isStorable(output)) return 'null';
  const k = `k${String(analyses.indexOf(analysis))}`;
  const age = maxAge === undefined ? null : durationMilliseconds(maxAge);
  const isFresh = age === null ? '' : ` and ${k}.at > ${dialect.before('r.now', age)}`;
  const value = dialect.attribute(dialect.member(`${k}.outputs`, output)).values[type];
  return `case when ${k}.at <= r.now${isFresh} then ${value} end`;
}
