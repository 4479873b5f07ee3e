import { Group, Button, NativeSelect, Text, useMantineColorScheme } from '@mantine/core';
import { useSession, useSignOut } from '../session/session.js';
import { type Language, useLanguage } from '../words/language.js';

/** Language and colours, who is signed in, and the way out. */
export function Preferences() {
  const { language, words, speak } = useLanguage();
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
  const { words } = useLanguage();
  const { data } = useSession();
  const signOut = useSignOut();
  if (data === undefined) return null;
  if (!data.asksForKey) {
    return (
      <Text size="sm" c="dimmed" visibleFrom="md">
        {words.session.local}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" visibleFrom="sm">
        {data.name === '' ? data.role : `${data.name ?? ''} (${data.role ?? ''})`}
      </Text>
      <Button size="xs" variant="default" onClick={() => signOut.mutate()}>
        {words.session.signOut}
      </Button>
    </>
  );
}
