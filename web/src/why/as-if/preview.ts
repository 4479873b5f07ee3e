import { answerOf, api } from '../../api.js';
import { type components } from '#client';
import { type Preview } from '../explanation.js';

/** Who is decided about, and what is otherwise. */
export type PreviewAsked = Omit<components['schemas']['AsIfBody'], 'explain'>;

/** What would be decided. @param explain `full`: with the whole explanation, which takes a search */
export function previewed(
  asked: PreviewAsked,
  explain: 'summary' | 'full' = 'summary',
  signal?: AbortSignal,
): Promise<Preview> {
  const body = { ...asked, explain };
  return answerOf(api.POST('/v1/decisions/preview', signal === undefined ? { body } : { body, signal }));
}
