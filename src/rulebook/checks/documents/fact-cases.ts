import { isStrataError } from '#sdk';
import { type FactCase, type FactCatalogue, type FactDefinition, partsOf } from '#strata/engine';
import { compileCondition, validateCondition } from '#strata/engine/conditions';
import { type Report } from '../context/report.js';

/** Checks the ordered conditions of a fact: each by itself, that its value fits, and that every case can be reached. */
export function checkCases(
  cases: readonly FactCase[],
  { type, pointer }: { readonly type: FactDefinition['type']; readonly pointer: string },
  language: { readonly facts: FactCatalogue; readonly timeZone: string },
  report: Report,
): void {
  if (type === 'date' || type === 'list') {
    report.problem(pointer, `No case can be a ${type}`, 'a fact of type string, number or boolean');
    return;
  }
  cases.forEach(({ when, is }, index) => {
    const at = `${pointer}/${index}`;
    if (typeof is !== type)
      report.problem(`${at}/is`, `The fact is a ${type}, and this is a ${typeof is}`, `a ${type}`);
    if (when !== undefined) checkWhen(when, `${at}/when`, language, report);
    else if (index < cases.length - 1) {
      report.problem(
        at,
        'A case without a condition is for everybody: those after it are never reached',
        '"when", or the last place',
      );
    }
  });
  if (cases.length > 0 && cases.at(-1)?.when !== undefined) {
    report.warning(pointer, 'Who meets no condition has no value', 'a last case without "when"');
  }
}

function checkWhen(
  when: NonNullable<FactCase['when']>,
  pointer: string,
  language: { readonly facts: FactCatalogue; readonly timeZone: string },
  report: Report,
): void {
  if (namesSegment(when)) {
    report.problem(pointer, 'A fact is told by facts, not by segments', 'the condition of the segment itself');
    return;
  }
  const problems = validateCondition(when, { ...language, pointer, allow: [] });
  for (const { pointer: at = pointer, message, expected, nearest } of problems) {
    report.problem(at, message, expected, nearest);
  }
  if (problems.length > 0) return;
  const condition = compileCondition(when, { ...language, pointer });
  try {
    for (const dialect of ['postgres', 'duckdb'] as const) condition.toSql(dialect);
  } catch (error) {
    if (!isStrataError(error)) throw error;
    const [problem] = error.problems;
    const message = `A fact is read by the database, too: ${problem?.message ?? error.message}`;
    report.problem(problem?.pointer ?? pointer, message, problem?.expected);
  }
}

function namesSegment(node: unknown): boolean {
  const parts = partsOf(node);
  return typeof parts === 'string' || parts.some(namesSegment);
}
