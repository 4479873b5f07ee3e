import { compileRelease, type CompiledRelease } from '#strata/engine/plan';
import { type PluginCatalogue, validateInTurns } from '#strata/rulebook/checks';
import { requestDocuments } from '#strata/rulebook/documents';
import { StrataError } from '#sdk';

/**
 * The published release with a draft in the place of the strategy of its id, or added to the others.
 *
 * @throws StrataError INVALID_DOCUMENT with all problems; pointers are those of the request
 */
export async function draftRelease(
  { documents, hash }: CompiledRelease,
  { id, draft }: { readonly id: string; readonly draft: Readonly<Record<string, unknown>> },
  plugins: PluginCatalogue,
): Promise<CompiledRelease> {
  assertSameId(id, draft['id']);
  const others = documents.strategies.filter((strategy) => strategy.id !== id);
  const sources = requestDocuments({ ...documents, strategies: [...others, draft] });
  const validation = await validateInTurns(sources, { plugins });
  if (validation.documents === null) throw invalid(id, validation.problems);
  return compileRelease(validation.documents, `${hash}+draft`);
}

function assertSameId(id: string, given: unknown): void {
  if (given === id) return;
  const problem = { message: 'The id is not that of the address.', pointer: '/strategy/id', expected: `"${id}"` };
  throw new StrataError('INVALID_DOCUMENT', problem.message, { problems: [problem] });
}

function invalid(id: string, problems: StrataError['problems']): StrataError {
  const found = problems.map(({ file, ...problem }) =>
    file === `strategies/${id}.json`
      ? { ...problem, pointer: `/strategy${problem.pointer ?? ''}` }
      : { ...problem, ...(file === undefined ? {} : { file }) },
  );
  const count = found.length === 1 ? 'There is 1 problem' : `There are ${String(found.length)} problems`;
  return new StrataError('INVALID_DOCUMENT', `${count} in the strategy.`, { problems: found });
}
