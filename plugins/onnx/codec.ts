import { type OnnxModel, type Plan } from './model.js';
import { loadRuntime, openSession } from './runtime.js';

const LENGTH = 4;

/** The plan as JSON behind its length (32 bits, little-endian), then the ONNX file: nothing else is needed to score. */
export function save({ plan, bytes }: Pick<OnnxModel, 'plan' | 'bytes'>): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify(plan));
  const saved = new Uint8Array(LENGTH + header.length + bytes.length);
  new DataView(saved.buffer).setUint32(0, header.length, true);
  saved.set(header, LENGTH);
  saved.set(bytes, LENGTH + header.length);
  return saved;
}

/** The inverse of {@link save}, with the model open in the runtime of this machine. */
export async function load(saved: Uint8Array): Promise<OnnxModel> {
  const length = new DataView(saved.buffer, saved.byteOffset).getUint32(0, true);
  const header = saved.subarray(LENGTH, LENGTH + length);
  const bytes = saved.slice(LENGTH + length);
  const plan = JSON.parse(new TextDecoder().decode(header)) as Plan;
  return { plan, bytes, runtime: await loadRuntime(), session: await openSession(bytes) };
}
