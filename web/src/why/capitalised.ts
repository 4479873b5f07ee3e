/** A sentence of the engine, which begins small as it may stand inside of another, as one of its own. */
export function capitalised(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
}
