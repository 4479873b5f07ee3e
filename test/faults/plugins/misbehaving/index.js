import { z } from 'zod';

const MODES = ['throws', 'hangs', 'not finite', 'wrong length'];

/** Learns and scores tables like a good plugin; one row at a time, as for a decision, it does what its mode says. */
export default {
  options: z.strictObject({ mode: z.enum(MODES) }),
  input: 'raw',
  train: (_set, { mode }) => ({ mode }),
  save: (artefact) => new TextEncoder().encode(JSON.stringify(artefact)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)),
  score({ mode }, frame, out) {
    out.fill(0.2);
    if (frame.rows !== 1) return undefined;
    if (mode === 'throws') throw new Error('on purpose');
    if (mode === 'not finite') out[0] = NaN;
    if (mode === 'wrong length') return new Float64Array(3);
    while (mode === 'hangs');
    return undefined;
  },
};
