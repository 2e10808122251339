import { Alert, Button, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { count } from '../format';
import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { Refused } from '../states';
import { WideTable } from '../wide-table';
import { auditQuery, keysQuery, membersQuery, verifyAudit } from './settings-queries';
import { useTime } from '../sign-in/zone';

/** `addMember` as words. */
const wordsOf = (action: string) => action.replaceAll(/([A-Z])/g, ' $1').toLowerCase();

/** Names for who is known; others as they stand in the log. Nothing until it is known who has a name: no row changes under the reader. */
function useCallers(): (caller: string) => string {
  const may = useMay();
  const keys = useQuery({ ...keysQuery(1), enabled: may('keys:read') });
  const members = useQuery({ ...membersQuery(1), enabled: may('members:read') });
  if (keys.isLoading || members.isLoading) return () => '';
  const names = new Map<string, string>();
  for (const { key_id, name } of keys.data?.keys ?? []) names.set(`key:${key_id}`, `key “${name}”`);
  for (const { member_id, name } of members.data?.members ?? []) names.set(`session:${member_id}`, name);
  return (caller) => names.get(caller) ?? caller;
}

export function AuditPart() {
  const time = useTime();
  const audit = useInfiniteQuery(auditQuery);
  const callerOf = useCallers();
  return (
    <Section title="What was done" query={audit} aside={<Verify />}>
      {({ pages }) => (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            Every change, download and sign-in, newest first; never what was written.
          </Text>
          <WideTable minWidth={560} label="What was done">
            <Table.Thead>
              <Table.Tr>
                {['When', 'Who', 'Role', 'What', 'Answer'].map((title) => (
                  <Table.Th key={title}>{title}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pages
                .flatMap(({ entries }) => entries)
                .map((entry) => (
                  <Table.Tr key={entry.sequence}>
                    <Table.Td data-label="When">{time(entry.at)}</Table.Td>
                    <Table.Td data-label="Who">{callerOf(entry.caller)}</Table.Td>
                    <Table.Td data-label="Role">{entry.role ?? '–'}</Table.Td>
                    <Table.Td data-label="What" title={entry.target ?? undefined}>
                      {wordsOf(entry.action)}
                    </Table.Td>
                    <Table.Td data-label="Answer" className="numbers">
                      {entry.status < 400 ? 'done' : `refused (${entry.status})`}
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </WideTable>
          {audit.hasNextPage && (
            <Button
              variant="default"
              loading={audit.isFetchingNextPage}
              onClick={() => void audit.fetchNextPage()}
            >
              Show older ones
            </Button>
          )}
        </Stack>
      )}
    </Section>
  );
}

/** Whether somebody changed the log itself. */
function Verify() {
  const verify = useMutation({ mutationFn: verifyAudit });
  return (
    <Stack gap="xs" align="flex-end">
      <Button size="xs" variant="light" loading={verify.isPending} onClick={() => verify.mutate()}>
        Was the log tampered with?
      </Button>
      {verify.data && (
        <Alert color={verify.data.intact ? 'teal' : 'red'} role="status" p="xs">
          {verify.data.intact
            ? `No: all ${count(verify.data.entries)} entries are as they were written.`
            : `Yes: entry ${verify.data.broken_at} was changed, or the one before it is missing.`}
        </Alert>
      )}
      <Refused error={verify.error} />
    </Stack>
  );
}
