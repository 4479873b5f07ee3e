import { Anchor, AppShell, Burger, Center, Group, Loader, NavLink } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useSession } from '../session/session.js';
import { SignIn } from '../session/sign-in.js';
import { useLanguage, useWords } from '../words/language.js';
import { Mark } from './mark.js';
import { Preferences } from './preferences.js';
import { Unread } from '../parts/unread.js';
import { ROOMS, isAt } from './navigation.js';
import { WORDS } from './words.js';

/** Behind the navigation: the page itself stands out from it. */
const SOFT = 'light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-8))';
const ROUND = { borderRadius: 'var(--mantine-radius-md)' };
/** Pixels. */
const ICON = 20;

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
      <AppShell.Header bg={SOFT}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.open} />
            <Mark />
            <Anchor href="#content" className="skip" size="sm">
              {words.skip}
            </Anchor>
          </Group>
          <Preferences />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.pages} bg={SOFT}>
        {ROOMS.map(({ name, path, Icon }) => (
          <NavLink
            key={name}
            component={Link}
            to={path}
            label={words.rooms[name]}
            leftSection={<Icon width={ICON} aria-hidden />}
            active={isAt(pathname, path)}
            style={ROUND}
          />
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
