import { Alert, Button, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from './api/client';

/** Why data that were asked for are not there. Without a network nothing is asked: that is no error, and no answer. */
export function whyMissing(query: UseQueryResult): Error | null {
  if (query.data !== undefined && !query.isPlaceholderData) return null;
  return query.error ?? (query.fetchStatus === 'paused' ? new Error('There is no network.') : null);
}

/** What went wrong and what to do. */
export function Failure({ error, retry }: { error: Error; retry: () => void }) {
  const offline = !(error instanceof ApiProblem);
  return (
    <Alert color="red" title={offline ? 'The server can not be reached' : error.message} role="alert">
      <Stack align="flex-start" gap="xs">
        <Text size="sm">
          {offline
            ? 'It may be restarting, or this computer has no network. This comes by itself as soon as the connection is back.'
            : (error.hint ?? 'Trying again may help.')}
        </Text>
        <Button size="xs" variant="light" color="red" onClick={retry}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}

/** Why something that was asked for was not done. What was typed stays. */
export function Refused({ error }: { error: Error | null }) {
  if (error === null) return null;
  const hint = error instanceof ApiProblem ? error.hint : 'The server can not be reached. Try again soon.';
  return (
    <Alert color="red" title={error.message} role="alert">
      {hint}
    </Alert>
  );
}

export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py="xl">
      <Text fw={600}>{title}</Text>
      {children}
    </Stack>
  );
}
