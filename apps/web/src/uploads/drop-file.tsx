import { Alert, Checkbox, Group, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../api/client';

async function send(file: File, again: boolean): Promise<void> {
  const form = new FormData();
  form.set('force_reprocess', String(again));
  form.set('file', file);
  const response = await fetch('/api/upload-json', { method: 'POST', body: form });
  if (response.ok) return;
  throw problemOf((await response.json()) as Parameters<typeof problemOf>[0], response.status);
}

export function DropFile({ onAccepted }: { onAccepted: () => void }) {
  const [again, setAgain] = useState(false);
  const upload = useMutation({ mutationFn: (file: File) => send(file, again), onSuccess: onAccepted });
  return (
    <Stack gap="xs">
      <Dropzone
        multiple={false}
        loading={upload.isPending}
        onDrop={([file]) => file && upload.mutate(file)}
        aria-label="Choose a chat export to upload"
      >
        <Group justify="center" mih={90} style={{ pointerEvents: 'none' }}>
          <Stack gap={2} align="center">
            <Text>Drop a chat export here, or click to choose one</Text>
            <Text size="xs" c="dimmed">
              JSON: chats by id, a list of messages, or a database export with one such list
            </Text>
          </Stack>
        </Group>
      </Dropzone>
      <Checkbox
        size="xs"
        checked={again}
        onChange={({ currentTarget }) => setAgain(currentTarget.checked)}
        label="Judge its conversations again, even where nothing changed"
      />
      {upload.error && (
        <Alert color="red" role="alert" title={upload.error.message}>
          {'hint' in upload.error && typeof upload.error.hint === 'string'
            ? upload.error.hint
            : 'Nothing of the file was kept.'}
        </Alert>
      )}
    </Stack>
  );
}
