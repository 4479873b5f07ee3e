/** The JSON pointer (RFC 6901) of a path of keys and indexes: `['a/b', 0]` is `/a~1b/0`, the empty path is ''. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The keys and indexes that a JSON pointer names, all as texts. */
export function pointerPath(pointer: string): readonly string[] {
  const parts = pointer.split('/').slice(1);
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
