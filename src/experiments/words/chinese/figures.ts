import { figuresOf } from '../subjects/figures.js';
import { type PartOfPeople } from '../subjects/subjects.js';

export const figures = figuresOf('zh');
const { percent, share } = figures;

/** What a share is, and the largest that is allowed. */
export function ofAtMost({ share: part, most }: PartOfPeople): string {
  return `（${share(part)}，至多允许 ${percent(most)}）`;
}
