import { Group, Button, NativeSelect, Text, useMantineColorScheme } from '@mantine/core';
import { useSession, useSignOut } from '../session/session.js';
import { WORDS as SESSION_WORDS } from '../session/words.js';
import { type Language, useLanguage, useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** Language and colours, who is signed in, and the way out. */
export function Preferences() {
  const { language, speak } = useLanguage();
  const words = useWords(WORDS);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Group gap="xs" wrap="nowrap">
      <SignedIn />
      <NativeSelect
        aria-label={words.language}
        size="xs"
        data={[
          { value: 'en', label: 'English' },
          { value: 'zh', label: '中文' },
        ]}
        value={language}
        onChange={({ currentTarget }) => speak(currentTarget.value as Language)}
      />
      <NativeSelect
        aria-label={Object.values(words.colours).join(', ')}
        size="xs"
        data={Object.entries(words.colours).map(([value, label]) => ({ value, label }))}
        value={colorScheme}
        onChange={({ currentTarget }) => setColorScheme(currentTarget.value as typeof colorScheme)}
      />
    </Group>
  );
}

function SignedIn() {
  const words = useWords(SESSION_WORDS);
  const { data } = useSession();
  const signOut = useSignOut();
  if (data === undefined) return null;
  if (!data.asksForKey) {
    return (
      <Text size="sm" c="dimmed" visibleFrom="md">
        {words.local}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" visibleFrom="sm">
        {signedIn(data, words.roles)}
      </Text>
      <Button size="xs" variant="default" onClick={() => signOut.mutate()}>
        {words.signOut}
      </Button>
    </>
  );
}

type Session = NonNullable<ReturnType<typeof useSession>['data']>;

function signedIn({ name, role }: Session, roles: Readonly<Record<NonNullable<Session['role']>, string>>): string {
  const does = role === null ? '' : roles[role];
  return name === null || name === '' ? does : `${name} (${does})`;
}
