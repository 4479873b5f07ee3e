import { type CompiledCondition } from '#strata/engine/conditions';
import { durationMilliseconds } from '#strata/kernel';

/** When an event of a name may make a trigger hold; milliseconds after it. */
export interface TriggerMoment {
  readonly name: string;
  /** When it begins to count. */
  readonly after: number;
  /** From when on nobody is looked at any more who was not before, such as in a history that is imported. */
  readonly until: number;
}

/** Without a window of its own an event that comes late makes a moment for so long. */
const LATE_MS = 86_400_000;

/**
 * The moments at which new events may make a trigger hold: when an event begins to count, which is `ago` after it. Followers
 * and what falls out of a window make none.
 */
export function momentsOf(trigger: Pick<CompiledCondition, 'facts'>): readonly TriggerMoment[] {
  const moments = trigger.facts.flatMap(({ fact, params }): TriggerMoment[] => {
    if (fact !== 'events' || params === undefined) return [];
    const after = millisecondsOf(params['ago']) ?? 0;
    return [{ name: String(params['name']), after, until: millisecondsOf(params['within']) ?? after + LATE_MS }];
  });
  return [...new Map(moments.map((moment) => [JSON.stringify(moment), moment])).values()];
}

function millisecondsOf(duration: unknown): number | null {
  return typeof duration === 'string' ? durationMilliseconds(duration) : null;
}
