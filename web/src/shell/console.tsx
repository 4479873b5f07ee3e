import { Anchor, AppShell, Burger, Center, Group, Loader, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useSession } from '../session/session.js';
import { SignIn } from '../session/sign-in.js';
import { useLanguage, useWords } from '../words/language.js';
import { Preferences } from './preferences.js';
import { Unread } from '../parts/unread.js';
import { ROOMS, isAt } from './navigation.js';
import { WORDS } from './words.js';

/** The whole console: pages beside each other for who is signed in, else the place to sign in. */
export function Console() {
  const session = useSession();
  if (session.isPending) return <Waiting />;
  if (session.isError) return <Unread failure={session.error} again={() => void session.refetch()} />;
  if (session.data.role === null) return <SignIn />;
  return <Pages />;
}

function Waiting() {
  return (
    <Center mih="100vh">
      <Loader />
    </Center>
  );
}

function Pages() {
  const words = useWords(WORDS);
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  useWordsOfEngine();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.open} />
            <Text fw={700}>Strata</Text>
            <Anchor href="#content" className="skip" size="sm">
              {words.skip}
            </Anchor>
          </Group>
          <Preferences />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.pages}>
        {ROOMS.map(({ name, path }) => (
          <NavLink key={name} component={Link} to={path} label={words.rooms[name]} active={isAt(pathname, path)} />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="content">
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

/** What the engine said is asked for again when another language is chosen. */
function useWordsOfEngine(): void {
  const queries = useQueryClient();
  const { language } = useLanguage();
  const spoken = useRef(language);
  useEffect(() => {
    if (spoken.current === language) return;
    spoken.current = language;
    void queries.invalidateQueries();
  }, [language, queries]);
}
