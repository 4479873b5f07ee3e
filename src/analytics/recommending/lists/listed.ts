import { type ItemNames, titleOf } from './item-words.js';
import { type ListedItem } from './question.js';

/** An item as it is told. */
export function listed(names: ItemNames, id: string, about: Omit<ListedItem, 'id' | 'title'>): ListedItem {
  return { ...titled(names, id), ...about };
}

/** An item with its title, where it has one. */
export function titled(names: ItemNames, id: string): Pick<ListedItem, 'id' | 'title'> {
  const title = titleOf(names, id);
  return title === undefined ? { id } : { id, title };
}
