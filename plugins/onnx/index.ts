import { defineScorer } from '#sdk';
import { load, save } from './codec.js';
import { importModel, type OnnxModel, scoreRows } from './model.js';
import { options } from './options.js';

/** Rows that a model is tried on before the host asks it about all of them. */
const TRIED = 64;

/** "Training" is importing: the model was trained elsewhere, and its bytes become the artefact. */
export default defineScorer({
  options,
  input: 'raw',
  async train({ frame, task }, chosen, run): Promise<OnnxModel> {
    const model = await importModel(chosen, frame.columns, task);
    const rows = Math.min(TRIED, frame.rows);
    await scoreRows(model, { ...frame, rows }, new Float64Array(rows));
    run.backend(`onnxruntime ${model.runtime.env.versions.node ?? ''}`.trim());
    run.progress(1, `imported ${chosen.file}`);
    return model;
  },
  save,
  load,
  score: scoreRows,
  calibrates: ({ calibrate }) => calibrate,
});
