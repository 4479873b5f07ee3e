import { useWords } from '../words/language.js';
import { useSession } from './session.js';
import { WORDS } from './words.js';

/** Whose keys may do a thing: an administrator may do everything. */
type Role = 'marketer' | 'admin';

/** Whether who is signed in may do what a role may, and what to say where not. The server refuses it in any case. */
export function useMay(role: Role): { readonly may: boolean; readonly why: string | undefined } {
  const { data } = useSession();
  const words = useWords(WORDS);
  const may = data?.role === 'admin' || data?.role === role;
  return { may, why: may ? undefined : words.needs(words.roles[role]) };
}
