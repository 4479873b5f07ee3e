import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Graph, onnxModel } from '../support/onnx-model.js';

let folder: string;
let host: PluginHost;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'strata-onnx-faults-'));
  host = await openPluginHost({ directories: defaultPluginDirectories({}), trainingMemoryMb: 400 });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

const PORTS = {
  inputs: [{ name: 'x', type: 'float32', shape: ['batch', 1] }],
  outputs: [{ name: 'score', type: 'float32', shape: ['batch', 1] }],
} as const;
const BOOL = 9;
const INT64 = 7;

/** Adds the greatest of a thousand million zeros, 4 GB of them. */
const GREEDY: Graph = {
  ...PORTS,
  constants: [{ name: 'size', shape: [1], values: [1e9] }],
  nodes: [
    { operator: 'Cast', inputs: ['size'], outputs: ['whole'], attributes: { to: { int: INT64 } } },
    { operator: 'ConstantOfShape', inputs: ['whole'], outputs: ['zeros'] },
    { operator: 'ReduceMax', inputs: ['zeros'], outputs: ['greatest'], attributes: { keepdims: { int: 0 } } },
    { operator: 'Add', inputs: ['x', 'greatest'], outputs: ['sum'] },
    { operator: 'Sigmoid', inputs: ['sum'], outputs: ['score'] },
  ],
};

/** Goes on for as long as true is true. */
const ENDLESS: Graph = {
  ...PORTS,
  constants: [{ name: 'one', shape: [], values: [1] }],
  nodes: [
    { operator: 'Cast', inputs: ['one'], outputs: ['true'], attributes: { to: { int: BOOL } } },
    { operator: 'Loop', inputs: ['', 'true', 'x'], outputs: ['last'], attributes: { body: { graph: body() } } },
    { operator: 'Sigmoid', inputs: ['last'], outputs: ['score'] },
  ],
};

function body(): Graph {
  return {
    inputs: [
      { name: 'turn', type: 'int64', shape: [] },
      { name: 'go', type: 'bool', shape: [] },
      { name: 'before', type: 'float32', shape: ['batch', 1] },
    ],
    outputs: [
      { name: 'goOn', type: 'bool', shape: [] },
      { name: 'after', type: 'float32', shape: ['batch', 1] },
    ],
    nodes: [
      { operator: 'Identity', inputs: ['go'], outputs: ['goOn'] },
      { operator: 'Identity', inputs: ['before'], outputs: ['after'] },
    ],
  };
}

function train(name: string, graph: Graph, change: object = {}) {
  const file = join(folder, `${name}.onnx`);
  writeFileSync(file, onnxModel(graph));
  const x = Float64Array.from({ length: 40 }, (_, row) => row);
  const columns = [{ name: 'x', type: 'number' as const, values: x }];
  const label = x.map((value) => value % 2);
  return host.train({ plugin: 'onnx', task: 'binary', options: { file }, columns, label, seed: 1, ...change });
}

test('a model of a few hundred bytes that wants gigabytes fails by name', async () => {
  await expect(train('greedy', GREEDY)).rejects.toMatchObject({
    code: 'SCORER_TRAINING_FAILED',
    message: expect.stringContaining('"onnx" ended while it trained: it used more memory than the 400 MB') as string,
  });
});

test('a model that loops for ever inside of native code is ended', async () => {
  const stop = new AbortController();
  const begun = () => {
    stop.abort();
  };
  await expect(train('endless', ENDLESS, { signal: stop.signal, begun })).rejects.toMatchObject({
    code: 'CANCELLED',
    problems: [{ message: expect.stringContaining('did not stop by itself') as string }],
  });
});
