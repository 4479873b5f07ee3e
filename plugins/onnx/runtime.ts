import { StrataError } from '#sdk';
import type * as ort from 'onnxruntime-node';

export type Runtime = typeof ort;
export type Session = ort.InferenceSession;
/** An input or output of a model that is a tensor. */
export type TensorPort = Extract<Session['inputMetadata'][number], { readonly isTensor: true }>;

/** One thread a session: many models are served side by side, each in a thread of its own, and the sums keep their order. */
const SESSION: ort.InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 4,
};

/** ONNX Runtime, loaded when a model is first used: it is large, and missing on machines that it was not built for. */
export async function loadRuntime(): Promise<Runtime> {
  try {
    const loaded = (await import('onnxruntime-node')) as Runtime & { readonly default?: Runtime };
    return loaded.default ?? loaded;
  } catch (cause) {
    const message =
      'Models in the ONNX format need the npm package onnxruntime-node, which is not there or does not run here.';
    throw new StrataError('SCORER_LOAD_FAILED', message, { cause });
  }
}

/** @throws Error where the runtime refuses the model */
export async function openSession(bytes: Uint8Array): Promise<Session> {
  const { InferenceSession } = await loadRuntime();
  return InferenceSession.create(bytes, SESSION);
}
