import { Button, Group, Select, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Member, sessionQuery } from '../api/client';
import { Refused } from '../states';
import { offerUndo, say } from '../undo';
import { usePeoplesRoles } from './member-form';
import type { LinkFor } from './members';
import { changeMember, makeSignInLink, type MemberWish, removeMember } from './settings-queries';

interface MemberRowProps {
  member: Member;
  mayChange: boolean;
  onLink: (link: LinkFor) => void;
}

interface Change {
  to: Partial<{ role: MemberWish['role']; disabled: boolean }>;
  done: string;
}

const stateOf = ({ disabled_at, has_password }: Member) =>
  disabled_at !== null ? 'switched off' : has_password ? 'signs in' : 'has set no password yet';

function useChanges(member: Member) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['members'] });
  const before = { name: member.name, role: member.role, disabled: member.disabled_at !== null };
  const put = async (to: Change['to']) => {
    await changeMember(member.member_id, { ...before, ...to });
    await refresh();
  };
  const change = useMutation({
    mutationFn: ({ to }: Change) => put(to),
    onSuccess: (_, { done }) => offerUndo(done, () => put({})),
  });
  const remove = useMutation({
    mutationFn: () => removeMember(member.member_id),
    onSuccess: () => {
      say(`${member.name} is removed.`);
      return refresh();
    },
  });
  return { change, remove };
}

interface Doing {
  member: Member;
  changes: ReturnType<typeof useChanges>;
}

/** Switching off can be taken back; only who is switched off can be removed. */
export function MemberRow({ member, mayChange, onLink }: MemberRowProps) {
  const { name, role } = member;
  const roles = usePeoplesRoles();
  const { data: session } = useQuery(sessionQuery);
  const changes = useChanges(member);
  const self = session?.email === member.email;
  // Nobody has a say over who may do more than they, and nobody shuts themselves out.
  const mine = mayChange && !self && roles.includes(role);
  return (
    <Table.Tr data-member={member.email} c={member.disabled_at === null ? undefined : 'dimmed'}>
      <Table.Td data-label="Name">
        {name}
        {self && ' (you)'}
      </Table.Td>
      <Table.Td data-label="E-mail">{member.email}</Table.Td>
      <Table.Td data-label="Role">{mine ? <RoleOf member={member} changes={changes} /> : role}</Table.Td>
      <Table.Td data-label="State">{stateOf(member)}</Table.Td>
      {mayChange && (
        <Table.Td data-wide>
          {mine ? <Doings member={member} changes={changes} onLink={onLink} /> : '–'}
          <Refused error={changes.change.error ?? changes.remove.error} />
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function RoleOf({ member: { name, role }, changes: { change } }: Doing) {
  const roles = usePeoplesRoles();
  return (
    <Select
      size="xs"
      w={120}
      aria-label={`Role of ${name}`}
      data={roles}
      value={role}
      allowDeselect={false}
      disabled={change.isPending}
      onChange={(chosen) =>
        chosen &&
        chosen !== role &&
        change.mutate({ to: { role: chosen }, done: `${name} is ${chosen} now.` })
      }
    />
  );
}

function Doings({ member, changes: { change, remove }, onLink }: Doing & Pick<MemberRowProps, 'onLink'>) {
  const { name } = member;
  const off = member.disabled_at !== null;
  const link = useMutation({
    mutationFn: () => makeSignInLink(member.member_id),
    onSuccess: (made) => onLink({ name, link: made }),
  });
  const turn = () =>
    change.mutate({
      to: { disabled: !off },
      done: off ? `${name} can sign in again.` : `${name} can not sign in any more.`,
    });
  return (
    <Group gap="xs">
      {!off && (
        <Button size="compact-xs" variant="light" loading={link.isPending} onClick={() => link.mutate()}>
          New link
        </Button>
      )}
      <Button size="compact-xs" variant="default" loading={change.isPending} onClick={turn}>
        {off ? 'Switch on' : 'Switch off'}
      </Button>
      {off && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Remove for good
        </Button>
      )}
      <Refused error={link.error} />
    </Group>
  );
}
