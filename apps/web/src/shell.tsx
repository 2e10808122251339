import {
  ActionIcon,
  Anchor,
  AppShell,
  Burger,
  Container,
  Group,
  Menu,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { Outlet, useNavigate } from '@tanstack/react-router';
import icon from './icon.svg';
import { KeyboardHelp } from './keyboard-help';
import { LinkAnchor } from './link-anchor';
import { Live } from './live/live';
import { Account } from './sign-in/account';
import { type Permission, useMay } from './sign-in/may';

const PAGES = [
  { to: '/', title: 'Overview', needs: ['metrics:read'] },
  { to: '/pillars', title: 'Pillars', needs: ['metrics:read'] },
  { to: '/conversations', title: 'Conversations', needs: ['conversations:read'] },
  { to: '/uploads', title: 'Uploads', needs: ['uploads:read'] },
  { to: '/operations', title: 'Operations', needs: ['operations:read', 'judging:read'] },
  { to: '/settings', title: 'Settings', needs: ['settings:read'] },
] as const satisfies { to: string; title: string; needs: Permission[] }[];

/** A page is offered to whoever may see at least something on it. */
function usePages() {
  const may = useMay();
  return PAGES.filter(({ needs }) => needs.some(may));
}

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

function PageLinks() {
  return (
    <Group component="nav" aria-label="Pages" gap="md" wrap="nowrap" visibleFrom="sm">
      {usePages().map(({ to, title }) => (
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
      <Anchor href="/docs" size="sm" c="inherit">
        API
      </Anchor>
    </Group>
  );
}

/** The same where there is no room for a row of links. */
function PageMenu() {
  const navigate = useNavigate();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Burger size="sm" hiddenFrom="sm" aria-label="Pages" />
      </Menu.Target>
      <Menu.Dropdown>
        {usePages().map(({ to, title }) => (
          <Menu.Item key={to} onClick={() => void navigate({ to })}>
            {title}
          </Menu.Item>
        ))}
        <Menu.Item component="a" href="/docs">
          API
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function Shell() {
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <AppShell.Header>
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="lg" wrap="nowrap">
              <PageMenu />
              <Group gap={8} wrap="nowrap">
                <img src={icon} alt="" width={26} height={26} />
                <Text fw={700}>PowerPulse</Text>
              </Group>
              <PageLinks />
            </Group>
            <Group gap="xs" wrap="nowrap">
              <KeyboardHelp />
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
      <Live />
    </AppShell>
  );
}
