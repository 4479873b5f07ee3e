/** Probabilities are kept this far from 0 and 1, so that their logits stay finite. */
const EDGE = 1e-12;

/** log(p / (1 − p)), p kept inside (0, 1). */
export function logit(probability: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, probability));
  return Math.log(inside / (1 - inside));
}

/** The inverse of {@link logit}: 1 / (1 + exp(−link)), without overflow. */
export function sigmoid(link: number): number {
  if (link >= 0) return 1 / (1 + Math.exp(-link));
  const odds = Math.exp(link);
  return odds / (1 + odds);
}
