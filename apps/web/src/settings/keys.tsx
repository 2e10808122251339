import { Button, Group, Pagination, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '../api/client';

import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { Refused } from '../states';
import { WideTable } from '../wide-table';
import { KeyForm } from './key-form';
import { useGivableRoles } from './roles';
import { keysQuery, revokeKey } from './settings-queries';
import { useTime } from '../sign-in/zone';

export function KeysPart() {
  const [page, setPage] = useState(1);
  const keys = useQuery(keysQuery(page));
  const may = useMay()('keys:write');
  return (
    <Section title="API keys" query={keys}>
      {(data) => (
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            For other programs. Each has a role that says what it may do.
          </Text>
          {may && <KeyForm />}
          <WideTable minWidth={640} label="API keys">
            <Table.Thead>
              <Table.Tr>
                {['Name', 'Begins with', 'Role', 'Made', 'Ends', ''].map((title) => (
                  <Table.Th key={title}>{title || <span hidden>Revoke</span>}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.keys.map((key) => (
                <Row key={key.key_id} row={key} mayRevoke={may} />
              ))}
            </Table.Tbody>
          </WideTable>
          {data.total_pages > 1 && <Pagination total={data.total_pages} value={page} onChange={setPage} />}
        </Stack>
      )}
    </Section>
  );
}

const ended = ({ revoked_at, expires_at }: ApiKey) =>
  revoked_at !== null || (expires_at !== null && Date.parse(expires_at) < Date.now());

function Row({ row, mayRevoke }: { row: ApiKey; mayRevoke: boolean }) {
  const time = useTime();
  const roles = useGivableRoles();
  return (
    <Table.Tr data-key={row.name} c={ended(row) ? 'dimmed' : undefined}>
      <Table.Td data-label="Name">{row.name}</Table.Td>
      <Table.Td ff="monospace" data-label="Begins with">
        {row.prefix}…
      </Table.Td>
      <Table.Td data-label="Role">
        {row.role}
        {row.agent_email && ` (${row.agent_email})`}
      </Table.Td>
      <Table.Td data-label="Made">{time(row.created_at)}</Table.Td>
      <Table.Td data-label="Ends">
        {row.revoked_at ? `revoked ${time(row.revoked_at)}` : row.expires_at ? time(row.expires_at) : 'never'}
      </Table.Td>
      <Table.Td data-wide>
        {mayRevoke && !ended(row) && roles.includes(row.role) && <Revoke id={row.key_id} />}
      </Table.Td>
    </Table.Tr>
  );
}

/** The one thing that can not be taken back: a second click says that it is meant. */
function Revoke({ id }: { id: string }) {
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeKey(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (!sure)
    return (
      <Button size="compact-xs" variant="subtle" color="red" onClick={() => setSure(true)}>
        Revoke …
      </Button>
    );
  return (
    <Stack gap="xs">
      <Text size="xs">Programs that use it stop at once. It can not come back.</Text>
      <Group gap="xs">
        <Button size="compact-xs" color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
          Revoke for good
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={() => setSure(false)}>
          Keep it
        </Button>
      </Group>
      <Refused error={revoke.error} />
    </Stack>
  );
}
