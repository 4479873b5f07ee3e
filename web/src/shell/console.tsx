import { AppShell, Burger, Center, Group, Loader, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../session/session.js';
import { SignIn } from '../session/sign-in.js';
import { useWords } from '../words/language.js';
import { Preferences } from './preferences.js';
import { Unread } from './unread.js';

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
  const words = useWords();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.navigation.open} />
            <Text fw={700}>Strata</Text>
          </Group>
          <Preferences />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={words.navigation.label}>
        <NavLink component={Link} to="/rules" label={words.navigation.rules} active={pathname.startsWith('/rules')} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
