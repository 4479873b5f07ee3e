/**
 * The one number that a row's scores come to, for ranks and explanations: the score itself; with several outputs (uplift)
 * the effect of the treatment that does most, max over t of p_t − p₀.
 *
 * @param values n × outputs, row-major @returns n
 */
export function headlines(values: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) return values;
  return Float64Array.from({ length: values.length / outputs }, (_, row) => {
    const start = row * outputs;
    let most = -Infinity;
    for (let arm = 1; arm < outputs; arm++) most = Math.max(most, values[start + arm] ?? NaN);
    return most - (values[start] ?? NaN);
  });
}
