import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Refused } from '../states';
import type { LinkFor } from './members';
import { ROLES, useGivableRoles } from './roles';
import { addMember, type MemberWish } from './settings-queries';

const NOBODY: MemberWish = { name: '', email: '', role: 'viewer' };

/** Roles of people, which `ingest` is not. */
export const usePeoplesRoles = () =>
  useGivableRoles().filter((role): role is MemberWish['role'] => role !== 'ingest');

export function MemberForm({ onAdded }: { onAdded: (link: LinkFor) => void }) {
  const queries = useQueryClient();
  const roles = usePeoplesRoles();
  const [wish, setWish] = useState(NOBODY);
  const add = useMutation({
    mutationFn: () => addMember({ ...wish, name: wish.name.trim(), email: wish.email.trim() }),
    onSuccess: ({ name, sign_in_link }) => {
      setWish(NOBODY);
      onAdded({ name, link: sign_in_link });
      void queries.invalidateQueries({ queryKey: ['members'] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group gap="xs" align="flex-end">
          <TextInput
            label="Name"
            required
            maxLength={100}
            value={wish.name}
            onChange={({ currentTarget }) => setWish({ ...wish, name: currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            type="email"
            required
            maxLength={254}
            value={wish.email}
            onChange={({ currentTarget }) => setWish({ ...wish, email: currentTarget.value })}
          />
          <Select
            label="Role"
            w={130}
            data={roles}
            value={wish.role}
            allowDeselect={false}
            onChange={(role) => role && setWish({ ...wish, role: role })}
          />
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          {ROLES[wish.role]} No mail is sent: you get a link to hand over.
        </Text>
        <Refused error={add.error} />
      </Stack>
    </form>
  );
}
