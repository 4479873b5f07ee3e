import { type Principal } from '../auth/api-keys.js';

/** Changes that Strata makes by itself, such as publishing on first start. */
export const STRATA = 'strata';

/** How the audit log and histories name a caller: the key's name with its id, or `local` where no key is asked for. */
export function actorOf({ principal }: { readonly principal?: Principal }): string {
  if (principal === undefined) return 'unknown';
  const { keyId, name } = principal;
  if (keyId === null) return name;
  return name === '' ? keyId : `${name} (${keyId})`;
}
