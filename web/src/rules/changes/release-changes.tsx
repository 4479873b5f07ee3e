import { Accordion, Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../../api.js';
import { Loaded } from '../../parts/loaded.js';
import { useWords } from '../../words/language.js';
import { DocumentChanges } from './document-changes.js';
import { isSame } from './differences.js';
import { WORDS } from './words.js';

type Release = AnswerOf<'/v1/releases/{hash}', 'get'>;

/** A document that differs between two releases; null where it is not there. */
interface ChangedDocument {
  readonly name: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** A release with all that it says. */
function useRelease(hash: string) {
  return useQuery({
    queryKey: ['release', hash],
    queryFn: () => answerOf(api.GET('/v1/releases/{hash}', { params: { path: { hash } } })),
    // What a release says never changes.
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

interface ReleaseChangesProps {
  /** Hashes of releases; null before the first. */
  readonly from: string | null;
  readonly to: string;
}

/** Which documents differ between two releases, and in what. */
export function ReleaseChanges({ from, to }: ReleaseChangesProps) {
  const after = useRelease(to);
  return <Loaded query={after}>{(later) => <Since from={from} later={later} />}</Loaded>;
}

function Since({ from, later }: { readonly from: string | null; readonly later: Release }) {
  const before = useRelease(from ?? later.hash);
  return (
    <Loaded query={before}>
      {(earlier) => <Differences changes={changesBetween(from === null ? null : earlier, later)} />}
    </Loaded>
  );
}

function Differences({ changes }: { readonly changes: readonly ChangedDocument[] }) {
  const words = useWords(WORDS);
  if (changes.length === 0) return <Text size="sm">{words.none}</Text>;
  const appear = changes.filter(({ before }) => before === null).length;
  const disappear = changes.filter(({ after }) => after === null).length;
  return (
    <Stack gap="xs">
      <Text size="sm">{words.sums(appear, changes.length - appear - disappear, disappear)}</Text>
      <Accordion variant="contained" chevronPosition="left" keepMounted={false}>
        {changes.map(({ name, before, after }) => (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>
              <Group gap="xs">
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  {name}
                </Text>
                <Badge variant="dot" color={before === null ? 'green' : after === null ? 'red' : 'blue'}>
                  {before === null ? words.appear : after === null ? words.disappear : words.change}
                </Badge>
              </Group>
            </Accordion.Control>
            <Accordion.Panel>
              <DocumentChanges before={before} after={after} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}

function changesBetween(before: Release | null, after: Release): readonly ChangedDocument[] {
  const old = before === null ? new Map<string, object>() : documentsOf(before);
  const now = documentsOf(after);
  const names = [...new Set([...now.keys(), ...old.keys()])];
  return names.flatMap((name) => {
    const [earlier, later] = [old.get(name) ?? null, now.get(name) ?? null];
    return isSame(earlier, later) ? [] : [{ name, before: earlier, after: later }];
  });
}

/** All documents of a release by their names, such as `segments/vip`. */
function documentsOf({ documents }: Release): ReadonlyMap<string, object> {
  return new Map(
    Object.entries(documents).flatMap(([kind, content]): readonly (readonly [string, object])[] => {
      if (Array.isArray(content)) {
        return (content as readonly { readonly id: string }[]).map((each) => [`${kind}/${each.id}`, each] as const);
      }
      if (kind !== 'facts') return [[kind, content] as const];
      return Object.entries(content as Readonly<Record<string, object>>).map(
        ([name, fact]) => [`facts/${name}`, fact] as const,
      );
    }),
  );
}
