import { refusedHome } from '../../home/index.js';
import { keepPrivate } from './private-files.js';

/**
 * Makes the home of the embedded database where there is none, and keeps other users of the machine out of it.
 *
 * @throws StrataError BAD_HOME
 */
export function openHome(home: string): void {
  try {
    keepPrivate(home, ['lock.json', 'database']);
  } catch (error) {
    throw refusedHome(home, error);
  }
}
