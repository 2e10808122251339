import { Button, Menu } from '@mantine/core';
import type { ConversationFilter } from '../api/client';

const KINDS = [
  { export_type: 'conversations', format: 'csv', label: 'Conversations as CSV' },
  { export_type: 'daily', format: 'csv', label: 'Their days as CSV' },
  { export_type: 'messages', format: 'csv', label: 'Their messages as CSV' },
  { export_type: 'all', format: 'csv', label: 'All three in one zip' },
];

function address(filter: ConversationFilter, kind: { export_type: string; format: string }): string {
  const { sort: _, order: __, page: ___, ...chosen } = filter;
  const query = new URLSearchParams({ export_type: kind.export_type, format: kind.format });
  for (const [name, value] of Object.entries(chosen)) {
    if (value !== undefined) query.set(name, String(value));
  }
  return `/api/download?${query.toString()}`;
}

/** What the filters let through, all pages of it. */
export function Export({ filter }: { filter: ConversationFilter }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" variant="default">
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => (
          <Menu.Item key={kind.export_type} component="a" href={address(filter, kind)} download>
            {kind.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
