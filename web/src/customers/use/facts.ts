import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';

type Facts = AnswerOf<'/v1/facts', 'get'>['facts'];

/** The catalogue of facts as it is published. */
export function useFacts() {
  const queryFn = () => answerOf(api.GET('/v1/facts'));
  return useQuery({ queryKey: ['facts'], queryFn, select: ({ facts }) => facts });
}

/** The fact that is what an analysis says about each person by an output's name; undefined where the catalogue has none. */
export function factOf(facts: Facts, analysis: string, output: string): string | undefined {
  return Object.entries(facts).find(([, { from }]) => {
    const computed = 'computed' in from ? from.computed : undefined;
    return computed?.analysis === analysis && computed.output === output;
  })?.[0];
}
