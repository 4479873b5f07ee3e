/** An id that a name suggests: `Golden members back` → `golden-members-back`, of a fact `goldenMembersBack`; empty where it has no Latin letters. */
export function suggestedId(name: string, isFact: boolean): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{Mark}/gu, '');
  const parts = plain.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const from = parts.findIndex((part) => /^[a-z]/.test(part));
  const kept = from < 0 ? [] : parts.slice(from);
  const joined = isFact
    ? kept.map((part, place) => (place === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1))).join('')
    : kept.join('-');
  return joined.slice(0, MOST).replace(/-$/, '');
}

const MOST = 64;
