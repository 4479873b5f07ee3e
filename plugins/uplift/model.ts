import { type BaseModel, type LoadBase, type RawFrame } from '#sdk';
import { type Options } from './options.js';

/** What was learned: base models by the part that they play. */
export interface Model {
  readonly learner: Options['learner'];
  /** P(arm), control first. */
  readonly shares: readonly number[];
  /** Whether it tells values rather than probabilities. */
  readonly values: boolean;
  readonly parts: Readonly<Record<string, BaseModel>>;
}

/** What a learner says of some rows. */
export interface Effects {
  /** n: P(success | no treatment). */
  readonly natural: Float64Array;
  /** For each treatment, n: P(success | it) − P(success | none). */
  readonly effects: readonly Float64Array[];
}

/** A way to learn and to say effects with base models. */
export interface Learner<L> {
  /** How many base models it trains for so many treatments. */
  readonly fits: (treatments: number) => number;
  learn(lesson: L): Promise<Model['parts']>;
  predict(model: Model, frame: RawFrame): Promise<Effects>;
}

/** The part of a model. */
export function part({ parts }: Pick<Model, 'parts'>, name: string): BaseModel {
  const model = parts[name];
  if (model === undefined) throw new Error(`The model has no part "${name}": train it anew.`);
  return model;
}

interface Header {
  readonly learner: Model['learner'];
  /** Absent of successes. */
  readonly values?: true;
  readonly shares: readonly number[];
  /** Names and lengths in bytes, in order. */
  readonly parts: readonly (readonly [string, number])[];
}

/** A JSON header's length (u32), the header, then the base models' bytes. */
export function save({ learner, shares, values, parts }: Model): Uint8Array {
  const entries = Object.entries(parts);
  const header: Header = {
    learner,
    shares,
    ...(values ? { values: true as const } : {}),
    parts: entries.map(([name, { bytes }]) => [name, bytes.length]),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const pieces = [json, ...entries.map(([, { bytes }]) => bytes)];
  const saved = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 4));
  new DataView(saved.buffer).setUint32(0, json.length, true);
  let at = 4;
  for (const piece of pieces) {
    saved.set(piece, at);
    at += piece.length;
  }
  return saved;
}

/** The inverse of {@link save}. */
export async function load(bytes: Uint8Array, _options: unknown, loadBase?: LoadBase): Promise<Model> {
  if (loadBase === undefined) throw new Error('An uplift model is loaded by a host that knows its base.');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  let at = 4 + length;
  const parts: [string, BaseModel][] = [];
  for (const [name, size] of header.parts) {
    parts.push([name, await loadBase(bytes.slice(at, at + size))]);
    at += size;
  }
  return {
    learner: header.learner,
    shares: header.shares,
    values: header.values ?? false,
    parts: Object.fromEntries(parts),
  };
}
