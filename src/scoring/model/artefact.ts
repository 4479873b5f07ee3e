import { createHash } from 'node:crypto';
import { type InputKind, StrataError, type Task } from '#sdk';
import { type Calibration } from '../calibration/index.js';
import type { Encoding, FeatureSpec } from '../encoding/index.js';

/** Everything about a trained model but the plugin's own bytes. */
export interface ArtefactHeader {
  readonly plugin: string;
  readonly pluginVersion: string;
  readonly task: Task;
  readonly input: InputKind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly features: readonly FeatureSpec[];
  /** Null where the plugin takes raw frames. */
  readonly encoding: Encoding | null;
  readonly calibration: Calibration | null;
  /** Scores a row. */
  readonly outputs: number;
  /** Names of the treatments 1 … T; only for uplift. */
  readonly treatments?: readonly string[];
  readonly rows: number;
  readonly seed: number;
  readonly backend: string | null;
}

/** A trained model as it is stored. */
export interface Artefact {
  readonly header: ArtefactHeader;
  /** Quantiles of the reference population's scores. */
  readonly quantiles: Float64Array;
  /** Packed rows of the training part that Shapley values compare with; empty where the plugin explains itself. */
  readonly background: Float64Array;
  /** What the plugin's `save` returned. */
  readonly learned: Uint8Array;
}

const MAGIC = new TextEncoder().encode('STRATA-MODEL-1\n\0');
const CHECKSUM_BYTES = 32;

/**
 * One self-contained run of bytes, little-endian: magic (16), four lengths (u32: header, quantiles, background, learned),
 * header (JSON), quantiles and background (f64), learned, SHA-256 of all before it.
 */
export function writeArtefact({ header, quantiles, background, learned }: Artefact): Uint8Array {
  const parts = [new TextEncoder().encode(JSON.stringify(header)), bytesOf(quantiles), bytesOf(background), learned];
  const lengths = new DataView(new ArrayBuffer(parts.length * 4));
  parts.forEach((part, index) => {
    lengths.setUint32(index * 4, part.length, true);
  });
  const body = Buffer.concat([MAGIC, new Uint8Array(lengths.buffer), ...parts]);
  return new Uint8Array(Buffer.concat([body, checksum(body)]));
}

/** The inverse of {@link writeArtefact}. Throws `DAMAGED_ARTEFACT` where a byte is not as it was written. */
export function readArtefact(bytes: Uint8Array): Artefact {
  const start = MAGIC.length + 16;
  if (bytes.length < start + CHECKSUM_BYTES || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new StrataError('DAMAGED_ARTEFACT', 'The stored model does not begin like one.');
  }
  const body = bytes.subarray(0, bytes.length - CHECKSUM_BYTES);
  if (!checksum(body).equals(bytes.subarray(body.length))) {
    throw new StrataError('DAMAGED_ARTEFACT', 'The stored model does not match its checksum.');
  }
  const lengths = new DataView(bytes.buffer, bytes.byteOffset + MAGIC.length, 16);
  let at = start;
  const [header, quantiles, background, learned] = [0, 4, 8, 12].map((offset) => {
    const part = bytes.slice(at, at + lengths.getUint32(offset, true));
    at += part.length;
    return part;
  });
  return {
    header: headerOf(header),
    quantiles: numbersOf(quantiles),
    background: numbersOf(background),
    learned: learned ?? new Uint8Array(),
  };
}

/** The checksum says that the bytes are as they were written; this, that a model of today was. */
function headerOf(bytes: Uint8Array | undefined): ArtefactHeader {
  const header = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Record<keyof ArtefactHeader, unknown>> | null;
  const texts = [header?.plugin, header?.pluginVersion, header?.task, header?.input];
  if (texts.every((text) => typeof text === 'string') && Array.isArray(header?.features)) {
    return header as ArtefactHeader;
  }
  throw new StrataError('DAMAGED_ARTEFACT', 'The header of the stored model is not that of a model.');
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function bytesOf(numbers: Float64Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function numbersOf(bytes: Uint8Array = new Uint8Array()): Float64Array {
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
}
