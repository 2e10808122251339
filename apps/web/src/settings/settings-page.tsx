import { Group, Stack, Title } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { LinkAnchor } from '../link-anchor';
import { type Permission, useMay } from '../sign-in/may';

const PARTS = [
  { to: '/settings', title: 'Organization', needs: 'settings:read' },
  { to: '/settings/weights', title: 'Weights', needs: 'settings:read' },
  { to: '/settings/limits', title: 'Time limits', needs: 'settings:read' },
  { to: '/settings/rules', title: 'Automatic replies', needs: 'settings:read' },
  { to: '/settings/members', title: 'People', needs: 'members:read' },
  { to: '/settings/keys', title: 'API keys', needs: 'keys:read' },
  { to: '/settings/audit', title: 'What was done', needs: 'audit:read' },
] as const satisfies { to: string; title: string; needs: Permission }[];

/** What the organization decides about itself. Parts that a role may not see are left out. */
export function SettingsPage() {
  const may = useMay();
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        Settings
      </Title>
      <Group component="nav" aria-label="Settings" gap="md">
        {PARTS.filter(({ needs }) => may(needs)).map(({ to, title }) => (
          <LinkAnchor
            key={to}
            to={to}
            size="sm"
            className="part-link"
            activeOptions={{ exact: true }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {title}
          </LinkAnchor>
        ))}
      </Group>
      <Outlet />
    </Stack>
  );
}
