import { type Node, onnxModel, type Port } from './onnx-model.js';

const column = (name: string, type: Port['type']): Port => ({ name, type, shape: ['rows', 1] });
const ml = (node: Omit<Node, 'domain'>): Node => ({ ...node, domain: 'ai.onnx.ml' });

/** The columns of the contract suite's sample set, one input each. */
const INPUTS = [
  column('age', 'float32'),
  column('spend', 'float32'),
  column('member', 'float32'),
  column('city', 'string'),
];

/** Fills in what is missing, and makes numbers of cities, inside the model. */
const PREPARATION: readonly Node[] = [
  { operator: 'Concat', inputs: ['age', 'spend', 'member'], outputs: ['numbers'], attributes: { axis: { int: 1 } } },
  ml({
    operator: 'Imputer',
    inputs: ['numbers'],
    outputs: ['known'],
    attributes: { imputed_value_floats: { floats: [45, 20, 0] }, replaced_value_float: { float: Number.NaN } },
  }),
  ml({
    operator: 'LabelEncoder',
    inputs: ['city'],
    outputs: ['town'],
    attributes: {
      keys_strings: { texts: ['Hangzhou', 'Shanghai'] },
      values_floats: { floats: [0.4, 1.2] },
      default_float: { float: 0 },
    },
  }),
  { operator: 'Concat', inputs: ['known', 'town'], outputs: ['all'], attributes: { axis: { int: 1 } } },
];

/** What both models add up: 0.03 × age + 0.02 × spend + member + (1.2 in Shanghai, 0.4 in Hangzhou) − 3. */
export function sampleSum(row: { age?: number; spend?: number; member?: number; city?: string }): number {
  const { age = 45, spend = 20, member = 0, city = '' } = row;
  return 0.03 * age + 0.02 * spend + member + ({ Shanghai: 1.2, Hangzhou: 0.4 }[city] ?? 0) - 3;
}

/** A pipeline with a classifier, as scikit-learn's converter exports it: labels, and a map of classes a row. */
export function sampleClassifier(): Uint8Array {
  return onnxModel({
    inputs: INPUTS,
    outputs: [
      { name: 'output_label', type: 'int64', shape: ['rows'] },
      { name: 'output_probability', type: 'list of maps', shape: [] },
    ],
    nodes: [
      ...PREPARATION,
      ml({
        operator: 'LinearClassifier',
        inputs: ['all'],
        outputs: ['output_label', 'probabilities'],
        attributes: {
          classlabels_ints: { ints: [0, 1] },
          coefficients: { floats: [-0.03, -0.02, -1, -1, 0.03, 0.02, 1, 1] },
          intercepts: { floats: [3, -3] },
          post_transform: { text: 'LOGISTIC' },
        },
      }),
      ml({
        operator: 'ZipMap',
        inputs: ['probabilities'],
        outputs: ['output_probability'],
        attributes: { classlabels_int64s: { ints: [0, 1] } },
      }),
    ],
  });
}

/** The same pipeline with a regression at its end. */
export function sampleRegressor(): Uint8Array {
  return onnxModel({
    inputs: INPUTS,
    outputs: [column('variable', 'float32')],
    nodes: [
      ...PREPARATION,
      ml({
        operator: 'LinearRegressor',
        inputs: ['all'],
        outputs: ['variable'],
        attributes: { coefficients: { floats: [0.03, 0.02, 1, 1] }, intercepts: { floats: [-3] } },
      }),
    ],
  });
}
