import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { createContext, use } from 'react';
import { answerOf, api } from '../../api.js';
import { useLanguage } from '../../words/language.js';
import { type Catalogue } from './names.js';

/** What is published now that conditions may name. */
export function useCatalogue(): UseQueryResult<Catalogue> {
  return useQuery({ queryKey: ['catalogue'], queryFn: readCatalogue, staleTime: 60_000 });
}

async function readCatalogue(): Promise<Catalogue> {
  const [{ facts }, { segments }, { models }, quality] = await Promise.all([
    answerOf(api.GET('/v1/facts')),
    answerOf(api.GET('/v1/segments')),
    answerOf(api.GET('/v1/models')),
    answerOf(api.GET('/v1/data-quality')),
  ]);
  return { facts, segments, models, events: quality.events.map(({ name }) => name) };
}

const CatalogueContext = createContext<Catalogue | null>(null);
/** Tells all that is below it what conditions may name. */
export const CatalogueProvider = CatalogueContext;

/** What conditions may name. */
export function useNames(): Catalogue {
  const catalogue = use(CatalogueContext);
  if (catalogue === null) throw new Error('Nothing above says what conditions may name.');
  return catalogue;
}

/** What facts are called in the chosen language; a name that is none is called as it is. */
export function useFactWords(): (name: string) => string {
  const { language } = useLanguage();
  const { facts } = useNames();
  return (name) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    return fact?.translations?.[language]?.words ?? fact?.words ?? name;
  };
}
