import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FeatureColumn, type RawFrame, seededRandom, type Task } from '#sdk';
import { type Graph, onnxModel } from '../../test/support/onnx-model.js';
import { sampleClassifier, sampleRegressor, sampleSum } from '../../test/support/sample-onnx-model.js';
import onnx from './index.js';
import { options } from './options.js';

const run = {
  seed: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  backend: () => undefined,
  base: () => Promise.reject(new Error('no base here')),
};
const number = (name: string, ...values: number[]): FeatureColumn => ({
  name,
  type: 'number',
  values: Float64Array.from(values),
});
const frameOf = (...columns: FeatureColumn[]): RawFrame => {
  const [first] = columns;
  return { kind: 'raw', rows: first?.type === 'number' ? first.values.length : 0, columns };
};
const CITIES = ['Hangzhou', 'Shanghai', 'Suzhou'];
const SAMPLE = frameOf(number('age', 30, Number.NaN, 60), number('spend', 10, 50, 20), number('member', 1, 0, 1), {
  name: 'city',
  type: 'category',
  codes: Int32Array.of(1, 0, -1),
  categories: CITIES,
});
const SUMS = [
  sampleSum({ age: 30, spend: 10, member: 1, city: 'Shanghai' }),
  sampleSum({ spend: 50, member: 0, city: 'Hangzhou' }),
  sampleSum({ age: 60, spend: 20, member: 1 }),
];
const sigmoid = (sum: number): number => 1 / (1 + Math.exp(-sum));

let folder: string;
const paths: Record<string, string> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-onnx-'));
  const files = { classifier: sampleClassifier(), regressor: sampleRegressor(), logits: onnxModel(LOGITS) };
  for (const [name, bytes] of Object.entries(files)) {
    paths[name] = join(folder, `${name}.onnx`);
    await writeFile(paths[name], bytes);
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** As a network of PyTorch comes out: one matrix in, a logit out. */
const LOGITS: Graph = {
  inputs: [{ name: 'features', type: 'float32', shape: ['batch', 2] }],
  outputs: [{ name: 'logit', type: 'float32', shape: ['batch', 1] }],
  constants: [
    { name: 'weight', shape: [2, 1], values: [2, -1] },
    { name: 'bias', shape: [1], values: [0.5] },
  ],
  nodes: [{ operator: 'Gemm', inputs: ['features', 'weight', 'bias'], outputs: ['logit'] }],
};

async function imported(given: object, frame: RawFrame, task: Task = 'binary') {
  const label = new Float64Array(frame.rows);
  const trained = await onnx.train({ frame, task, label }, options.parse(given), run);
  return onnx.load(onnx.save(trained), options.parse(given));
}
async function scores(given: object, frame: RawFrame, task: Task = 'binary'): Promise<number[]> {
  const out = new Float64Array(frame.rows);
  await onnx.score(await imported(given, frame, task), frame, out);
  return [...out];
}
async function scoresOf(graph: Graph, given: object, frame: RawFrame, task: Task = 'binary'): Promise<number[]> {
  const file = join(folder, 'graph.onnx');
  await writeFile(file, onnxModel(graph));
  return scores({ file, ...given }, frame, task);
}
const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 6) as number);

describe('a model of several inputs', () => {
  test('takes each feature by its name, with text and missing values, and gives the probability behind ZipMap', async () => {
    expect(await scores({ file: paths['classifier'] }, SAMPLE)).toEqual(closeTo(SUMS.map(sigmoid)));
  });

  test('takes features of other names where the options map them', async () => {
    const renamed = { ...SAMPLE, columns: SAMPLE.columns.map((column) => ({ ...column, name: `the ${column.name}` })) };
    const inputs = { age: 'the age', spend: ['the spend'], member: 'the member', city: 'the city' };
    expect(await scores({ file: paths['classifier'], inputs }, renamed)).toEqual(closeTo(SUMS.map(sigmoid)));
  });

  test('of a regression gives its value', async () => {
    expect(await scores({ file: paths['regressor'] }, SAMPLE, 'regression')).toEqual(closeTo(SUMS));
  });

  test('scores a row as it scores many, to the last bit', async () => {
    const rows = 101;
    const random = seededRandom(5);
    const many = {
      age: Float64Array.from({ length: rows }, () => 20 + 50 * random.uniform()),
      spend: Float64Array.from({ length: rows }, () => 100 * random.uniform()),
      member: Float64Array.from({ length: rows }, () => random.integer(2)),
      city: Int32Array.from({ length: rows }, () => random.integer(4) - 1),
    };
    const part = (from: number, to: number): RawFrame => ({
      kind: 'raw',
      rows: to - from,
      columns: [
        ...(['age', 'spend', 'member'] as const).map((name) => number(name, ...many[name].slice(from, to))),
        { name: 'city', type: 'category', codes: many.city.slice(from, to), categories: CITIES },
      ],
    });
    const model = await imported({ file: paths['classifier'] }, SAMPLE);
    const together = new Float64Array(rows);
    await onnx.score(model, part(0, rows), together);
    for (let row = 0; row < rows; row++) {
      const alone = new Float64Array(1);
      await onnx.score(model, part(row, row + 1), alone);
      expect(alone[0]).toBe(together[row]);
    }
  });

  test('scores nobody', async () => {
    const model = await imported({ file: paths['classifier'] }, SAMPLE);
    const nobody = { ...SAMPLE, rows: 0 };
    await expect(Promise.resolve(onnx.score(model, nobody, new Float64Array()))).resolves.toBeUndefined();
  });
});

describe('a model of one matrix', () => {
  const frame = frameOf(number('a', 1, 0), number('b', 0, 3));

  test('takes all features in their order', async () => {
    expect(await scores({ file: paths['logits'] }, frame, 'regression')).toEqual(closeTo([2.5, -2.5]));
    const inputs = { features: ['b', 'a'] };
    expect(await scores({ file: paths['logits'], inputs }, frame, 'regression')).toEqual(closeTo([-0.5, 6.5]));
  });

  test('makes a probability of a logit where it is told to', async () => {
    const given = { file: paths['logits'], activation: 'sigmoid' };
    expect(await scores(given, frame)).toEqual(closeTo([sigmoid(2.5), sigmoid(-2.5)]));
    await expect(scores({ file: paths['logits'] }, frame)).rejects.toThrow(
      /2.5, which is no probability.*"activation"/,
    );
  });

  test('gives the column that is asked for', async () => {
    const graph: Graph = {
      inputs: LOGITS.inputs,
      outputs: [{ name: 'classes', type: 'float32', shape: ['batch', 3] }],
      constants: [{ name: 'weight', shape: [2, 3], values: [1, 2, 3, 0, 0, 1] }],
      nodes: [{ operator: 'MatMul', inputs: ['features', 'weight'], outputs: ['classes'] }],
    };
    expect(await scoresOf(graph, { classIndex: 1 }, frame, 'regression')).toEqual(closeTo([2, 0]));
    const shares = [1, 2, 3].map((value) => Math.exp(value));
    const share = shares[2]! / shares.reduce((sum, value) => sum + value, 0);
    expect((await scoresOf(graph, { classIndex: 2, activation: 'softmax' }, frame))[0]).toBeCloseTo(share, 6);
    await expect(scoresOf(graph, {}, frame, 'regression')).rejects.toThrow(/3 columns: "classIndex"/);
    await expect(scoresOf(graph, { classIndex: 3 }, frame, 'regression')).rejects.toThrow(/0 to 2/);
  });

  test('is run row by row where its export fixed one row', async () => {
    const fixed = { ...LOGITS, inputs: [{ name: 'features', type: 'float32', shape: [1, 2] }] } as const;
    const outputs = [{ name: 'logit', type: 'float32', shape: [1, 1] }] as const;
    expect(await scoresOf({ ...fixed, outputs }, {}, frame, 'regression')).toEqual(closeTo([2.5, -2.5]));
  });

  test('passes other types on', async () => {
    const typed = (type: 'float64' | 'int64' | 'int32' | 'bool'): Graph => ({
      inputs: [{ name: 'a', type, shape: ['rows'] }],
      outputs: [{ name: 'out', type: 'float32', shape: ['rows'] }],
      nodes: [{ operator: 'Cast', inputs: ['a'], outputs: ['out'], attributes: { to: { int: 1 } } }],
    });
    for (const type of ['float64', 'int64', 'int32', 'bool'] as const) {
      expect(await scoresOf(typed(type), {}, frameOf(number('a', 1, 0)))).toEqual([1, 0]);
    }
    await expect(scoresOf(typed('int64'), {}, frameOf(number('a', 1, Number.NaN)))).rejects.toThrow(
      /"a" takes whole numbers, and "a" is missing/,
    );
  });
});

describe('what does not fit', () => {
  const refused = async (given: object, frame: RawFrame = SAMPLE) => {
    const error: unknown = await imported(given, frame).catch((thrown: unknown) => thrown);
    return error;
  };

  test('names the nearest feature of an input, and what goes nowhere', async () => {
    const columns = SAMPLE.columns.map((column) => (column.name === 'spend' ? { ...column, name: 'spent' } : column));
    expect(await refused({ file: paths['classifier'] }, { ...SAMPLE, columns })).toMatchObject({
      code: 'BAD_COLUMN',
      problems: [
        { pointer: '/options/inputs/spend', message: 'The input "spend" gets no feature.', nearest: 'spent' },
        { pointer: '/features/1', nearest: 'spend' },
      ],
    });
  });

  test('names the nearest input and the nearest feature of the options', async () => {
    const inputs = { age: 'agee', spent: 'spend', spend: 'spend', member: 'member', city: 'city' };
    expect(await refused({ file: paths['classifier'], inputs })).toMatchObject({
      problems: [
        { pointer: '/options/inputs/spent', nearest: 'spend' },
        { pointer: '/options/inputs/age', nearest: 'age' },
        { pointer: '/features/0' },
      ],
    });
  });

  test('says which shape and which type an input takes', async () => {
    expect(
      await refused({ file: paths['logits'] }, frameOf(number('a', 1), number('b', 1), number('c', 1))),
    ).toMatchObject({
      problems: [{ message: 'The input "features" has the shape [batch, 2], and gets 3 features.' }],
    });
    const codes = Int32Array.of(0, 0, 0);
    const swapped = SAMPLE.columns.map((column): FeatureColumn => {
      if (column.name === 'city') return number('city', 1, 2, 3);
      return column.name === 'age' ? { name: 'age', type: 'category', codes, categories: ['x'] } : column;
    });
    expect(await refused({ file: paths['classifier'] }, { ...SAMPLE, columns: swapped })).toMatchObject({
      problems: [
        {
          pointer: '/options/inputs/age',
          message: 'The input "age" takes numbers (float32), and "age" is a category.',
        },
        { pointer: '/options/inputs/city', message: 'The input "city" takes text, and "city" is a number.' },
      ],
    });
    const twenty = { ...LOGITS, inputs: [{ name: 'features', type: 'float32', shape: [20, 2] }] } as const;
    const file = join(folder, 'twenty.onnx');
    await writeFile(file, onnxModel(twenty));
    expect(await refused({ file }, frameOf(number('a', 1), number('b', 1)))).toMatchObject({
      problems: [{ expected: 'an export with a dynamic batch size' }],
    });
  });

  test('says which outputs there are', async () => {
    expect(await refused({ file: paths['classifier'], output: 'output_probabilities' })).toMatchObject({
      code: 'PLUGIN_OPTIONS_INVALID',
      problems: [{ pointer: '/options/output', nearest: 'output_probability' }],
    });
    expect(await refused({ file: paths['classifier'], output: 'output_probability' })).not.toBeInstanceOf(Error);
  });

  test('is a file that is missing or no model', async () => {
    const text = join(folder, 'text.onnx');
    await writeFile(text, 'id,age\n1,2\n');
    const cut = join(folder, 'cut.onnx');
    await writeFile(cut, sampleClassifier().slice(0, 200));
    for (const file of [text, cut, join(folder, 'none.onnx'), folder]) {
      expect(await refused({ file })).toMatchObject({ code: 'BAD_FILE', problems: [{ pointer: '/options/file' }] });
    }
  });
});
