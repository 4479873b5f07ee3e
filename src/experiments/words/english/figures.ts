import { figuresOf } from '../subjects/figures.js';
import { type PartOfPeople } from '../subjects/subjects.js';

export const figures = figuresOf('en');
const { percent, share } = figures;

/** What a share is, and the largest that is allowed. */
export function ofAtMost({ share: part, most }: PartOfPeople): string {
  return `(${share(part)}, at most ${percent(most)})`;
}
