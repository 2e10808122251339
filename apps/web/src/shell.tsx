import {
  ActionIcon,
  Anchor,
  AppShell,
  Container,
  Group,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { sessionQuery } from './api/client';
import { LinkAnchor } from './link-anchor';
import { Account } from './sign-in/account';

const PAGES = [
  { to: '/', title: 'Overview', needs: 'metrics:read' },
  { to: '/conversations', title: 'Conversations', needs: 'conversations:read' },
  { to: '/uploads', title: 'Uploads', needs: 'uploads:read' },
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

export function Shell() {
  const { data: session } = useQuery(sessionQuery);
  const pages = PAGES.filter(({ needs }) => session?.permissions.includes(needs));
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
                {pages.map(({ to, title }) => (
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
              <Account />
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
