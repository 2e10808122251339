import { Alert, Button, Card, Checkbox, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../api/client';
import { useMay } from '../sign-in/may';
import { Cost } from './cost';
import { FirstRows } from './first-rows';
import { ReadAsFields } from './read-as-fields';
import { previewQuery, type ReadAs, sendFile } from './upload-queries';

interface ChosenFileProps {
  file: File;
  onAccepted: () => void;
  onLeave: () => void;
}

const MB = 1_000_000;

/** What a file is taken for, before it is sent. */
export function ChosenFile({ file, onAccepted, onLeave }: ChosenFileProps) {
  const [again, setAgain] = useState(false);
  const [readAs, setReadAs] = useState<ReadAs>({});
  const may = useMay();
  const preview = useQuery(previewQuery(file, readAs));
  const upload = useMutation({ mutationFn: () => sendFile(file, readAs, again), onSuccess: onAccepted });
  const problem = upload.error ?? preview.error;
  const refused = preview.data?.problems.some(({ position }) => position === null) ?? true;
  return (
    <Card withBorder padding="md" component="section" aria-label="The chosen file">
      <Stack gap="sm">
        <Text size="sm" fw={600}>
          {file.name}{' '}
          <Text span size="sm" c="dimmed">
            {(file.size / MB).toFixed(file.size < MB ? 3 : 1)} MB
          </Text>
        </Text>
        <ReadAsFields {...{ file, readAs }} preview={preview.data} onChange={setReadAs} />
        {problem ? (
          <Alert color="red" role="alert" title={problem.message}>
            {(problem instanceof ApiProblem ? problem.hint : undefined) ?? 'Nothing of the file was kept.'}
          </Alert>
        ) : preview.data ? (
          <>
            <FirstRows preview={preview.data} />
            {may('judging:read') && <Cost file={file} judging={preview.data.judging} />}
          </>
        ) : (
          <Skeleton height={180} aria-label="Loading" />
        )}
        <Checkbox
          size="xs"
          checked={again}
          onChange={({ currentTarget }) => setAgain(currentTarget.checked)}
          label="Judge its conversations again, even where nothing changed"
        />
        <Group gap="xs">
          <Button loading={upload.isPending} disabled={refused} onClick={() => upload.mutate()}>
            Upload
          </Button>
          <Button variant="default" onClick={onLeave}>
            Another file
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
