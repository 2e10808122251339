import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import sample from '../../../../samples/stripe-irc.json?url';
import { Refused } from '../states';

async function fetchSample(): Promise<File> {
  const response = await fetch(sample);
  if (!response.ok) throw new Error('The sample could not be fetched.');
  return new File([await response.blob()], 'stripe-irc.json', { type: 'application/json' });
}

/** For whoever has no export at hand: it goes the way of every file. */
export function TrySample({ onFile }: { onFile: (file: File) => void }) {
  const get = useMutation({ mutationFn: fetchSample, onSuccess: onFile });
  return (
    <Stack gap="xs" align="center">
      <Button variant="light" loading={get.isPending} onClick={() => get.mutate()}>
        Try it with the sample
      </Button>
      <Text size="xs" c="dimmed">
        230 real support chats of 2019, CC BY 4.0
      </Text>
      <Refused error={get.error} />
    </Stack>
  );
}
