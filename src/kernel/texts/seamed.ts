const HAN = { first: /^\p{Script=Han}/u, last: /\p{Script=Han}$/u };
const WORD = { first: /^[\p{L}\p{N}%+−±]/u, last: /[\p{L}\p{N}%+−±]$/u };

/** Two parts of a Chinese text, one behind the other: a blank stands where Han meets Latin letters or digits. */
export function seamed(before: string, after: string): string {
  const [isHanBefore, isHanAfter] = [HAN.last.test(before), HAN.first.test(after)];
  const meet = isHanBefore !== isHanAfter && WORD.last.test(before) && WORD.first.test(after);
  return meet ? `${before} ${after}` : before + after;
}
