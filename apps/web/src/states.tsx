import { Alert, Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from './api/client';

/** What went wrong and what to do. */
export function Failure({ error, retry }: { error: Error; retry: () => void }) {
  const offline = !(error instanceof ApiProblem);
  return (
    <Alert color="red" title={offline ? 'The server can not be reached' : error.message} role="alert">
      <Stack align="flex-start" gap="xs">
        <Text size="sm">
          {offline
            ? 'It may be restarting. What you see stays as it was.'
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
