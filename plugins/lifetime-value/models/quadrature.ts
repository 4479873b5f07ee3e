/**
 * Points and weights of Gauss and Legendre on [0, 1], by Newton's method on the Legendre polynomial (Press et al., Numerical
 * Recipes, 4.6).
 */
export function gaussLegendre(count: number): { readonly points: Float64Array; readonly weights: Float64Array } {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    let x = Math.cos((Math.PI * (place + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [value, before] = [1, 0];
      for (let degree = 0; degree < count; degree++) {
        [value, before] = [((2 * degree + 1) * x * value - degree * before) / (degree + 1), value];
      }
      slope = (count * (x * value - before)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    points[count - 1 - place] = (1 + x) / 2;
    weights[count - 1 - place] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}
