import { memberBitsOf } from './member-bits.js';
import { testOf, traceOf } from './node-code.js';
import { FunctionSource } from './source.js';
import { type ConditionForest, type ConditionNode, leavesOf } from '../language/tree.js';
import { type ConditionTrace, type FactResolver, type FactValues } from '../language/types.js';

/** The indexes of the conditions that hold, ascending. */
export type Matcher = (facts: FactValues, resolve?: FactResolver) => number[];
/** Whether the condition holds. */
type Tester = (facts: FactValues, resolve?: FactResolver) => boolean;
/** One trace a condition. */
export type Tracer = (facts: FactValues, resolve?: FactResolver) => ConditionTrace[];

/**
 * V8 optimises no function of more than 60 KB of bytecode, and takes long over large ones: a set of conditions is cut
 * into functions of about this many leaves.
 */
const LEAVES_A_FUNCTION = 500;

/** A set of conditions as native code: facts are read and normalised once, a leaf is one native comparison. */
export function emitMatcher(forest: ConditionForest): Matcher {
  return emitAll(forest, (source, { root, index }) => `if(${testOf(root, source)})out.push(${index});`) as Matcher;
}

/** One condition as one native function. */
export function emitTester(root: ConditionNode, timeZone: string): Tester {
  const source = new FunctionSource({ timeZone, memberBits: memberBitsOf([root]) });
  const test = testOf(root, source);
  return source.build(`return ${test};`) as Tester;
}

/** All conditions with every part evaluated; each leaf is tested by the same code as in the matcher. */
export function emitTracer(forest: ConditionForest): Tracer {
  return emitAll(forest, (source, { root }) => `out.push(${traceOf(root, source)});`) as Tracer;
}

function emitAll(forest: ConditionForest, emit: (source: FunctionSource, root: NumberedRoot) => string): unknown {
  const { roots, timeZone } = forest;
  const source = new FunctionSource({ timeZone, memberBits: memberBitsOf(roots) });
  const pieces = piecesOf(roots).map((piece) => () => piece.map((root) => emit(source, root)).join(''));
  const [only] = pieces;
  // Numbers that are handed to another function are boxed first, which costs a third of the speed.
  const isSmall = pieces.length === 1 && only !== undefined;
  const body = isSmall ? only() : pieces.map((piece) => source.piece(piece)).join('');
  return source.build(`const out=[];${body}return out;`);
}

interface NumberedRoot {
  readonly root: ConditionNode;
  readonly index: number;
}

function piecesOf(roots: readonly ConditionNode[]): readonly (readonly NumberedRoot[])[] {
  const pieces: NumberedRoot[][] = [];
  let leaves = Number.POSITIVE_INFINITY;
  roots.forEach((root, index) => {
    const more = leavesOf(root).length;
    if (leaves + more > LEAVES_A_FUNCTION) {
      pieces.push([]);
      leaves = 0;
    }
    pieces.at(-1)?.push({ root, index });
    leaves += more;
  });
  return pieces;
}
