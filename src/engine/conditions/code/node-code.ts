import { type ConditionNode, type LeafNode } from '../language/tree.js';
import { leafTest } from './leaf-test.js';
import { type FunctionSource } from './source.js';

/** A boolean expression, true where the condition holds. */
export function testOf(node: ConditionNode, source: FunctionSource): string {
  switch (node.kind) {
    case 'leaf':
      return leafTest(node, source);
    case 'segment':
      return testOf(node.child, source);
    case 'not':
      return `!${testOf(node.child, source)}`;
    default:
      // An empty group holds, `any` too.
      if (node.children.length === 0) return 'true';
      return `(${node.children.map((child) => testOf(child, source)).join(node.kind === 'all' ? '&&' : '||')})`;
  }
}

/** An expression that gives the node's trace. */
export function traceOf(node: ConditionNode, source: FunctionSource): string {
  const trace = namelessTrace(node, source);
  return node.name === undefined ? trace : `named(${trace},${source.constant(node.name)})`;
}

function namelessTrace(node: ConditionNode, source: FunctionSource): string {
  const pointer = source.constant(node.pointer);
  switch (node.kind) {
    case 'leaf':
      return leafTrace(node, pointer, source);
    case 'segment':
      return `traceSegment(${traceOf(node.child, source)},${pointer},${source.constant(node.segment.id)})`;
    case 'not':
      return `traceNot(${traceOf(node.child, source)},${pointer})`;
    default: {
      const children = node.children.map((child) => traceOf(child, source)).join(',');
      return `${node.kind === 'all' ? 'traceAll' : 'traceAny'}([${children}],${pointer})`;
    }
  }
}

function leafTrace(node: LeafNode, pointer: string, source: FunctionSource): string {
  const { leaf, expected, slot } = node;
  const optional = [
    ['params', leaf.params],
    ['path', leaf.path],
    ['expectedFact', expected.kind === 'fact' ? expected.fact : undefined],
  ] as const;
  const fields = [
    "kind:'leaf'",
    `result:${leafTest(node, source)}`,
    `pointer:${pointer}`,
    `fact:${source.constant(leaf.fact)}`,
    `operator:${source.constant(leaf.operator)}`,
    `expected:${expected.kind === 'fact' ? source.local('v', expected.slot) : source.constant(expected.value)}`,
    `actual:${source.local('v', slot)}`,
    ...optional.filter(([, value]) => value !== undefined).map(([key, value]) => `${key}:${source.constant(value)}`),
  ];
  return `{${fields.join(',')}}`;
}
