import { Text } from '@mantine/core';
import { useWords } from '../words/language.js';
import { type Trace } from './explanation.js';
import { useWritten, type Written } from './needed.js';
import { WORDS, type WhyWords } from './words.js';

/** A condition as it was looked at: each part with whether it held. */
export function TraceTree({ trace }: { readonly trace: Trace }) {
  return (
    <ul className="trace">
      <Part trace={trace} />
    </ul>
  );
}

function Part({ trace }: { readonly trace: Trace }) {
  const words = useWords(WORDS);
  const written = useWritten();
  const inside = childrenOf(trace);
  return (
    <li>
      <Text size="sm" span>
        <span aria-hidden>{trace.result ? '✓ ' : '✕ '}</span>
        {labelOf(trace, words, written)}
        {': '}
        {trace.result ? words.yes : words.no}
      </Text>
      {inside.length > 0 && (
        <ul className="trace">
          {inside.map((child) => (
            <Part key={`${child.kind} ${child.pointer}`} trace={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

function childrenOf(trace: Trace): readonly Trace[] {
  if (trace.kind === 'leaf') return [];
  return 'children' in trace ? trace.children : [trace.child];
}

function labelOf(trace: Trace, words: WhyWords, written: Written): string {
  switch (trace.kind) {
    case 'all':
    case 'any':
    case 'not':
      return words[trace.kind];
    case 'segment':
      return words.inSegment(trace.segment);
    case 'leaf': {
      const { fact, params, operator, expected, actual } = trace;
      const name = typeof params?.['model'] === 'string' ? params['model'] : written.fact(fact);
      const needed = written.needed({ fact, operator, expected, actual });
      return `${name}, ${needed ?? `${operator} ${written.value(fact, expected)}`}`;
    }
  }
}
