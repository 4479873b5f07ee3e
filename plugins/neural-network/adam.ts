const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** Adam (Kingma and Ba, 2015) on one flat array of parameters. */
export class Adam {
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #step = 0;

  constructor(size: number) {
    this.#first = new Float64Array(size);
    this.#second = new Float64Array(size);
  }

  /** Moves the parameters in place against the gradient. */
  update(parameters: Float32Array, gradient: Float32Array, learningRate: number): void {
    this.#step++;
    const rate = (learningRate * Math.sqrt(1 - BETA_2 ** this.#step)) / (1 - BETA_1 ** this.#step);
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i] ?? 0;
      const first = BETA_1 * (this.#first[i] ?? 0) + (1 - BETA_1) * slope;
      const second = BETA_2 * (this.#second[i] ?? 0) + (1 - BETA_2) * slope * slope;
      this.#first[i] = first;
      this.#second[i] = second;
      parameters[i] = (parameters[i] ?? 0) - (rate * first) / (Math.sqrt(second) + EPSILON);
    }
  }
}
