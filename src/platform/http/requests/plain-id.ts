import { type PipeTransform } from '@nestjs/common';
import { StrataError } from '#sdk';

const LONGEST_ID = 200;

/** An id in a path: what no id can be is not looked for. */
export const PLAIN: PipeTransform<string, string> = {
  transform(id) {
    if (id.length <= LONGEST_ID && /^\P{C}+$/u.test(id)) return id;
    throw new StrataError('NOT_FOUND', 'There is nothing with such an id.');
  },
};
