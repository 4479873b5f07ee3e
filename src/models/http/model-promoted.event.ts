/** A version of a model was promoted, rolled back to or retired, so that the model may have another champion now. */
export class ModelPromoted {
  constructor(readonly model: string) {}
}
