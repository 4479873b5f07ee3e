/** A condition of a strategy on the score of a model. */
export interface ScoreCondition {
  /** JSON pointer of its value in the strategy's document. */
  readonly pointer: string;
  readonly operator: string;
  readonly value: number;
  /** `rank`: the share of the model's people who score lower, 0 to 1. */
  readonly as: 'score' | 'rank';
}

/** Where a document of a strategy compares the score of a model with a number. */
export function scoreConditions(document: unknown, model: string, pointer = ''): readonly ScoreCondition[] {
  if (typeof document !== 'object' || document === null) return [];
  const own = conditionIn(document as Readonly<Record<string, unknown>>, model, pointer);
  if (own !== null) return [own];
  return Object.entries(document).flatMap(([name, part]) =>
    scoreConditions(part, model, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function conditionIn(
  { fact, params, operator, value }: Readonly<Record<string, unknown>>,
  model: string,
  pointer: string,
): ScoreCondition | null {
  if (fact !== 'score' || typeof value !== 'number' || typeof operator !== 'string') return null;
  if (typeof params !== 'object' || params === null || !('model' in params) || params.model !== model) return null;
  const as = 'as' in params && params.as === 'rank' ? 'rank' : 'score';
  return { pointer: `${pointer}/value`, operator, value, as };
}

/** Which models a strategy's document names, wherever it does. */
export function namesModel(document: unknown, model: string): boolean {
  if (typeof document !== 'object' || document === null) return false;
  if ('model' in document && document.model === model) return true;
  return Object.values(document).some((part) => namesModel(part, model));
}
