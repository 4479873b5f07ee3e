/** Changes that Strata makes by itself, such as publishing on first start. */
export const STRATA = 'strata';

/** Who calls, as far as the audit log names him: the key's id, null where no key was needed, and its name. */
interface Caller {
  readonly keyId: string | null;
  readonly name: string;
}

/** How the audit log and histories name a caller: the key's name with its id, or `local` where no key is asked for. */
export function actorOf({ principal }: { readonly principal?: Caller }): string {
  if (principal === undefined) return 'unknown';
  const { keyId, name } = principal;
  if (keyId === null) return name;
  return name === '' ? keyId : `${name} (${keyId})`;
}
