import { type Analysis, type FactType } from '#strata/engine';
import { formOf, type NamedInAnalysis } from '../../schemas/index.js';
import { type Known, type Report } from '../context/report.js';
import { checkFactType } from './facts.js';

/** Checks what an analysis names, and that it can publish what it says. */
export function checkAnalysis(analysis: Analysis, known: Known, report: Report): void {
  const form = formOf(analysis);
  for (const named of form.names(analysis)) checkName(named, known, report);
  for (const { pointer, message, expected } of form.problems?.(analysis) ?? []) {
    report.problem(pointer, message, expected);
  }
  checkOutputs(analysis, form.outputs(analysis), report);
}

function checkName(named: NamedInAnalysis, known: Known, report: Report): void {
  const { pointer } = named;
  if ('segment' in named) {
    if (!known.segmentsById.has(named.segment))
      report.unknown(pointer, 'segment', named.segment, known.segmentsById.keys());
  } else if ('fact' in named) checkFactType(named.fact, pointer, named.types, known, report);
  else if ('model' in named) {
    if (!known.models.has(named.model)) report.unknown(pointer, 'model', named.model, known.models.keys());
  } else if ('itemFact' in named) {
    const facts = known.itemFacts?.facts ?? {};
    if (!Object.hasOwn(facts, named.itemFact)) report.unknown(pointer, 'item fact', named.itemFact, Object.keys(facts));
  } else checkPlugin(named, known, report);
}

function checkPlugin(
  { pointer, plugin, kind, options }: Extract<NamedInAnalysis, { readonly plugin: string }>,
  { plugins }: Known,
  report: Report,
): void {
  if (plugins === undefined) return;
  const ofKind = [...plugins.plugins].filter(([, { manifest }]) => manifest.kind === kind).map(([id]) => id);
  if (!ofKind.includes(plugin)) {
    report.unknown(pointer, `plugin of kind ${kind}`, plugin, ofKind);
    return;
  }
  const parsed = plugins.parseOptions(plugin, options);
  if (parsed.ok) return;
  for (const problem of parsed.problems) {
    report.problem(`/options${problem.pointer ?? ''}`, problem.message, problem.expected, problem.nearest);
  }
}

function checkOutputs({ publishes = {} }: Analysis, outputs: Readonly<Record<string, FactType>>, report: Report): void {
  for (const [output, type] of Object.entries(publishes)) {
    const pointer = `/publishes/${output}`;
    const given = Object.hasOwn(outputs, output) ? outputs[output] : undefined;
    if (given === undefined) report.unknown(pointer, 'output', output, Object.keys(outputs));
    else if (given !== type) report.problem(pointer, `"${output}" is a ${given}, not a ${type}`, given);
  }
}
