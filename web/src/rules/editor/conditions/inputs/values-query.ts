import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../../../api.js';
import { useFormats } from '../../../../parts/formats.js';
import { useWords } from '../../../../words/language.js';
import { useNames } from '../../catalogue.js';
import { pause } from '../../pause.js';
import { isFields } from '../fields.js';
import { type Leaf } from '../row.js';
import { WORDS } from '../words.js';

const PAUSE_MS = 200;

interface Offered {
  readonly values: readonly string[];
  /** What is known of a value: how many of the people looked at have it. */
  readonly told: (value: string) => string;
  /** Whether nobody who was looked at has what is written. */
  readonly isUnseen: boolean;
  readonly search: (text: string) => void;
}

/** Values of a fact to choose from: those that the stored people have, the most frequent first. */
export function useValues({ fact }: Leaf, written: string): Offered {
  const words = useWords(WORDS);
  const { share } = useFormats();
  const { facts } = useNames();
  const [sought, search] = useState('');
  const definition = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
  const isListed =
    (definition?.type === 'string' || definition?.type === 'list') &&
    definition.sensitive !== true &&
    definition.personal !== true;
  const text = written === '' ? sought : written;
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['values', fact, text],
    queryFn: async ({ signal }) => {
      await pause(text === '' ? 0 : PAUSE_MS, signal);
      return answerOf(
        api.GET('/v1/facts/{name}/values', { params: { path: { name: fact }, query: { search: text } }, signal }),
      );
    },
    enabled: isListed,
    retry: false,
    staleTime: 300_000,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
  });
  const counts = new Map(data?.values.map(({ value, count }) => [value, count]));
  const said = saidIn(definition?.from).filter((value) => !counts.has(value));
  return {
    values: [...counts.keys(), ...said],
    told: (value) => {
      const count = counts.get(value);
      if (count === undefined || data === undefined) return '';
      return words.people(share(count / Math.max(1, data.examined)));
    },
    isUnseen: written !== '' && data !== undefined && !isPlaceholderData && !counts.has(written),
    search,
  };
}

/** The values that a fact's definition names itself. */
function saidIn(from: unknown): readonly string[] {
  const cases: readonly unknown[] = isFields(from) && Array.isArray(from['firstOf']) ? from['firstOf'] : [];
  const values = cases.flatMap((each) => (isFields(each) && typeof each['is'] === 'string' ? [each['is']] : []));
  // Several cases may say the same.
  return [...new Set(values)];
}
