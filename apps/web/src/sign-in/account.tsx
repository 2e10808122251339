import { Alert, Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { sessionQuery, setPassword, signOut } from '../api/client';

function PasswordForm({ onDone }: { onDone: () => void }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const attempt = useMutation({ mutationFn: () => setPassword(next, current), onSuccess: onDone });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {attempt.error && (
          <Alert color="red" role="alert">
            {attempt.error.message}
          </Alert>
        )}
        <PasswordInput
          label="Present password"
          description="Leave it empty where you came by a one-time link."
          autoComplete="current-password"
          value={current}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="12 characters or more, of any kind."
          autoComplete="new-password"
          required
          value={next}
          onChange={({ currentTarget }) => setNext(currentTarget.value)}
        />
        <Text size="sm" c="dimmed">
          You are signed out everywhere else then.
        </Text>
        <Button type="submit" loading={attempt.isPending}>
          Set password
        </Button>
      </Stack>
    </form>
  );
}

/** Nothing where nobody signed in: AUTH=off. */
export function Account() {
  const queries = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [opened, { open, close }] = useDisclosure(false);
  if (session?.by !== 'session') return null;
  const plain = { variant: 'subtle', size: 'compact-sm', color: 'gray' } as const;
  return (
    <Group gap={4} wrap="nowrap">
      <Button {...plain} visibleFrom="sm" title={session.email ?? undefined} onClick={open}>
        Password
      </Button>
      <Button {...plain} onClick={() => void signOut().then(() => queries.resetQueries())}>
        Sign out
      </Button>
      <Modal opened={opened} onClose={close} title={`Password of ${session.email ?? 'this account'}`}>
        <PasswordForm onDone={close} />
      </Modal>
    </Group>
  );
}
