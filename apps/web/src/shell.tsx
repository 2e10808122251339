import {
  ActionIcon,
  Anchor,
  AppShell,
  Button,
  Container,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { sessionQuery, signOut } from './api/client';
import { LinkAnchor } from './link-anchor';

const PAGES = [
  { to: '/', title: 'Overview' },
  { to: '/conversations', title: 'Conversations' },
  { to: '/uploads', title: 'Uploads' },
] as const;

function SchemeSwitch() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="subtle"
      size="lg"
      aria-label={`Switch to ${other} colours`}
      onClick={() => setColorScheme(other)}
    >
      {scheme === 'dark' ? '☀' : '☾'}
    </ActionIcon>
  );
}

function SignOut() {
  const queries = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  if (session?.by !== 'session') return null;
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      color="gray"
      title={session.email ?? undefined}
      onClick={() => void signOut().then(() => queries.resetQueries())}
    >
      Sign out
    </Button>
  );
}

export function Shell() {
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <AppShell.Header>
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="lg" wrap="nowrap">
              <Group gap={8} wrap="nowrap" visibleFrom="xs">
                <img src="/icon.svg" alt="" width={26} height={26} />
                <Text fw={700}>PowerPulse</Text>
              </Group>
              <Group component="nav" aria-label="Pages" gap="md" wrap="nowrap">
                {PAGES.map(({ to, title }) => (
                  <LinkAnchor
                    key={to}

                    to={to}
                    size="sm"
                    underline="hover"
                    c="inherit"
                    activeOptions={{ exact: to === '/', includeSearch: false }}
                    activeProps={{ style: { fontWeight: 700 } }}
                  >
                    {title}
                  </LinkAnchor>
                ))}
                <Anchor href="/docs" size="sm" c="inherit" visibleFrom="sm">
                  API
                </Anchor>
              </Group>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <SignOut />
              <SchemeSwitch />
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <Container size="xl" px={0}>
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}
