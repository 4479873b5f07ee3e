import { defineScorer } from '#sdk';
import { z } from 'zod';

/** What was learned: the weighted mean of the label. */
interface Mean {
  readonly mean: number;
}

export default defineScorer({
  options: z.strictObject({}),
  input: 'raw',
  train({ label, weight }): Mean {
    let sum = 0;
    let total = 0;
    label.forEach((value, row) => {
      const w = weight?.[row] ?? 1;
      sum += w * value;
      total += w;
    });
    return { mean: sum / total };
  },
  save: (artefact) => new TextEncoder().encode(JSON.stringify(artefact)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Mean,
  score({ mean }, frame, out) {
    out.fill(mean, 0, frame.rows);
  },
});
