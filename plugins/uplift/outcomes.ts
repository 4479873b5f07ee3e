import { type Effects } from './model.js';

/**
 * Writes p₀, p₁ … p_T a row, row-major. Effects that were estimated by themselves can point out of [0, 1] from where p₀
 * stands. The effect is what the model is for, so p₀ gives way: it moves to the nearest place from which every treatment's
 * p₀ + effect is a probability. Only where there is no such place (effects that are more than 1 apart) effects are cut.
 */
export function writeOutcomes({ natural, effects }: Effects, out: Float64Array): void {
  const width = effects.length + 1;
  natural.forEach((probability, row) => {
    let least = 0;
    let most = 0;
    for (const effect of effects) {
      least = Math.min(least, effect[row] ?? 0);
      most = Math.max(most, effect[row] ?? 0);
    }
    const p0 = clip(Math.min(1 - most, Math.max(-least, probability)));
    out[row * width] = p0;
    effects.forEach((effect, index) => (out[row * width + index + 1] = clip(p0 + (effect[row] ?? 0))));
  });
}

/** Writes the mean values v₀, v₁ … v_T a row, row-major: values have no bounds to keep. */
export function writeValues({ natural, effects }: Effects, out: Float64Array): void {
  const width = effects.length + 1;
  natural.forEach((value, row) => {
    out[row * width] = value;
    effects.forEach((effect, index) => (out[row * width + index + 1] = value + (effect[row] ?? 0)));
  });
}

function clip(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}
