import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Refused } from '../states';
import { type Role, ROLES, useGivableRoles } from './roles';
import { Secret } from './secret';
import { makeKey } from './settings-queries';

const SPANS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'a year' },
  { value: '', label: 'until revoked' },
];

export function KeyForm() {
  const queries = useQueryClient();
  const roles = useGivableRoles();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('ingest');
  const [days, setDays] = useState('90');
  const [email, setEmail] = useState('');
  const make = useMutation({
    mutationFn: () =>
      makeKey({
        name: name.trim(),
        role,
        expires_in_days: days === '' ? null : Number(days),
        ...(role === 'agent' && { agent_email: email.trim() }),
      }),
    onSuccess: () => {
      setName('');
      void queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group gap="xs" align="flex-end">
          <TextInput
            label="What is it for?"
            required
            maxLength={100}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Select
            label="Role"
            w={130}
            data={roles}
            value={role}
            allowDeselect={false}
            onChange={(chosen) => chosen && setRole(chosen)}
          />
          {role === 'agent' && (
            <TextInput
              label="E-mail of the agent"
              type="email"
              required
              value={email}
              onChange={({ currentTarget }) => setEmail(currentTarget.value)}
            />
          )}
          <Select
            label="Ends after"
            w={140}
            data={SPANS}
            value={days}
            allowDeselect={false}
            onChange={(chosen) => setDays(chosen ?? '')}
          />
          <Button type="submit" loading={make.isPending}>
            Make a key
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          {ROLES[role]}
        </Text>
        <Refused error={make.error} />
        {make.data && (
          <Secret title={`The key “${make.data.name}”`} secret={make.data.key} onClose={() => make.reset()}>
            Keep it now: only its fingerprint is stored, so nobody can show it again.
          </Secret>
        )}
      </Stack>
    </form>
  );
}
