/**
 * The names that lead to an attribute: `address.city` is the member `city` of the attribute `address`. A name without a
 * dot leads to itself.
 */
export function attributePath(profile: string): readonly string[] {
  return profile.split('.');
}

/**
 * The value of an attribute by its name or else by its path, through objects only; undefined where there is none. An
 * attribute whose name itself has dots goes before the path.
 */
export function attributeAt(attributes: Readonly<Record<string, unknown>>, profile: string): unknown {
  if (Object.hasOwn(attributes, profile)) return attributes[profile];
  return attributePath(profile).reduce(memberOf, attributes);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) {
    return undefined;
  }
  return (value as Readonly<Record<string, unknown>>)[name];
}
