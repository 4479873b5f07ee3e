import { armsOf, type Experiment, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { canonicalJson } from '#strata/kernel';
import { type Problem, StrataError } from '#sdk';

/**
 * What would move people from arm to arm in experiments that are published already. Of such an experiment only its ramp may
 * go on: a larger `coverage`, a wider part of the namespace. Whatever else is about who is in which arm changes with a higher
 * `phase`, which draws anew and is read by itself. An experiment may end at any time.
 */
export function movedPeople(before: ReleaseDocuments, after: ReleaseDocuments): readonly Problem[] {
  const running = new Map(before.strategies.map(({ id, experiment }) => [id, experiment]));
  return after.strategies.flatMap((strategy) => moves(running.get(strategy.id), strategy));
}

/** @throws StrataError INVALID_DOCUMENT where people of a running experiment would be moved */
export function assertNobodyMoves(before: ReleaseDocuments, after: ReleaseDocuments): void {
  const problems = movedPeople(before, after);
  if (problems.length > 0) throw movesPeople(problems);
}

/** The error of problems of {@link movedPeople}. */
export function movesPeople(problems: readonly Problem[]): StrataError {
  return new StrataError('INVALID_DOCUMENT', 'People of a running experiment would be moved.', { problems });
}

function moves(before: Experiment | undefined, { id, experiment: after }: Strategy): readonly Problem[] {
  if (before?.arms === undefined || after?.arms === undefined) return [];
  const [old, phase] = [before.phase ?? 1, after.phase ?? 1];
  if (phase > old) return [];
  const next = `"phase": ${old + 1}, which draws its people anew and is read by itself`;
  const file = `strategies/${id}.json`;
  const problem = (key: string, message: string, expected: string): Problem => {
    return { file, pointer: `/experiment/${key}`, message, expected };
  };
  if (phase < old) return [problem('phase', `The experiment is in its phase ${old} already`, `${old} or more`)];
  return [
    ...(drawn(before) === drawn(after)
      ? []
      : [problem('arms', 'People of the running experiment would be moved to other arms', `as they are, or ${next}`)]),
    ...(before.seed === after.seed
      ? []
      : [
          problem(
            'seed',
            'Another seed draws the people of the running experiment anew',
            `"${before.seed}", or ${next}`,
          ),
        ]),
    ...(before.plan === undefined || canonicalJson(before.plan) === canonicalJson(after.plan ?? null)
      ? []
      : [problem('plan', 'What was planned would be changed after people were seen', `as it is, or ${next}`)]),
    ...((after.coverage ?? 1) >= (before.coverage ?? 1)
      ? []
      : [
          problem(
            'coverage',
            'People of the running experiment would leave it',
            `${before.coverage ?? 1} or more, or ${next}`,
          ),
        ]),
    ...(contains(after.namespace, before.namespace)
      ? []
      : [
          problem(
            'namespace',
            'People of the running experiment would leave it',
            `all of its part as it is, or ${next}`,
          ),
        ]),
  ];
}

/** What says who is in which arm, and what the arms are. */
function drawn(experiment: Experiment): string {
  return canonicalJson(armsOf(experiment).map(({ id, share, by }) => ({ id, share, by })));
}

function contains(after: Experiment['namespace'], before: Experiment['namespace']): boolean {
  if (after === undefined) return true;
  if (before === undefined) return after.from === 0 && after.to === 1;
  return after.id === before.id && after.from <= before.from && after.to >= before.to;
}
