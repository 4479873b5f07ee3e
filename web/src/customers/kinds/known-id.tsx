import { Autocomplete, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api.js';

interface KnownIdProps {
  /** What has the id. */
  readonly of: 'person' | 'item';
  readonly label: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** So many are offered. */
const OFFERED = 10;
/** The first so many items are looked through for what is typed: more come on no page. */
const LOOKED_AT = 200;

/** An id, with those offered that begin so; items also by what their titles hold. */
export function KnownId({ of, label, value, onChange }: KnownIdProps) {
  const people = useIdsOfPeople(of === 'person' ? value.trim() : null);
  const items = useItems(of === 'item');
  const said = value.trim().toLowerCase();
  const isMeant = ({ id, title = '' }: Offered) =>
    id.toLowerCase().startsWith(said) || title.toLowerCase().includes(said);
  const offered = of === 'person' ? people : items.filter(isMeant).slice(0, OFFERED);
  return (
    <Autocomplete
      label={label}
      value={value}
      onChange={onChange}
      data={offered.map(({ id }) => id)}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const { title } = offered.find(({ id }) => id === option.value) ?? {};
        return (
          <Text size="sm">
            {option.value}
            {title !== undefined && ` · ${title}`}
          </Text>
        );
      }}
      required
    />
  );
}

interface Offered {
  readonly id: string;
  readonly title?: string;
}

/** @param search how they begin; null where nobody is looked for */
function useIdsOfPeople(search: string | null): readonly Offered[] {
  const { data = [] } = useQuery({
    queryKey: ['ids-of-people', search],
    queryFn: async ({ signal }) => {
      const query = { limit: OFFERED, ...(search === null || search === '' ? {} : { search }) };
      const { users } = await answerOf(api.GET('/v1/users', { params: { query }, signal }));
      return users.map(({ userId }) => ({ id: userId }));
    },
    enabled: search !== null,
    placeholderData: keepPreviousData,
  });
  return data;
}

function useItems(isAsked: boolean): readonly Offered[] {
  const { data = [] } = useQuery({
    queryKey: ['items'],
    queryFn: async ({ signal }) => {
      const query = { limit: LOOKED_AT };
      const { items } = await answerOf(api.GET('/v1/items', { params: { query }, signal }));
      return items.map(({ id, facts: { title } }) => (typeof title === 'string' ? { id, title } : { id }));
    },
    enabled: isAsked,
    staleTime: 60_000,
  });
  return data;
}
