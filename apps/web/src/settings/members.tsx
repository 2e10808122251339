import { Pagination, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignInLink } from '../api/client';

import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { WideTable } from '../wide-table';
import { MemberForm } from './member-form';
import { MemberRow } from './member-row';
import { Secret } from './secret';
import { membersQuery } from './settings-queries';
import { useTime } from '../sign-in/zone';

export interface LinkFor {
  name: string;
  link: SignInLink;
}

export function MembersPart() {
  const time = useTime();
  const [page, setPage] = useState(1);
  const [shown, setShown] = useState<LinkFor>();
  const members = useQuery(membersQuery(page));
  const may = useMay()('members:write');
  return (
    <Section title="People" query={members}>
      {(data) => (
        <Stack gap="md">
          {may && <MemberForm onAdded={setShown} />}
          {shown && (
            <Secret
              title={`A link for ${shown.name}`}
              secret={new URL(shown.link.path, location.origin).href}
              onClose={() => setShown(undefined)}
            >
              {`Send it to them. It signs in once, until ${time(shown.link.expires_at)}; there they set a password.`}
            </Secret>
          )}
          <WideTable minWidth={640} label="People">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>E-mail</Table.Th>
                <Table.Th>Role</Table.Th>
                <Table.Th>State</Table.Th>
                {may && <Table.Th>What to do</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.members.map((member) => (
                <MemberRow key={member.member_id} member={member} mayChange={may} onLink={setShown} />
              ))}
            </Table.Tbody>
          </WideTable>
          {data.total_pages > 1 && <Pagination total={data.total_pages} value={page} onChange={setPage} />}
          <Text size="xs" c="dimmed">
            An organization keeps at least one owner who can sign in.
          </Text>
        </Stack>
      )}
    </Section>
  );
}
