import { Anchor, Badge, Card, Group, Progress, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LinkAnchor } from '../link-anchor';
import { useEffect, useRef } from 'react';
import { isMoving, type Progress as Upload, uploadsQuery } from '../api/client';
import { count, time } from '../format';
import { Empty, Failure } from '../states';
import { DropFile } from './drop-file';

const COLORS: Record<string, string> = {
  completed: 'teal',
  completed_with_errors: 'yellow',
  failed: 'red',
  cancelled: 'gray',
};

export function UploadsPage() {
  const uploads = useQuery(uploadsQuery);
  const queries = useQueryClient();
  const moving = uploads.data?.uploads.some(isMoving) ?? false;
  const moved = useRef(false);
  useEffect(() => {
    // What was on screen elsewhere is old as soon as an upload is through.
    if (moved.current && !moving) void queries.invalidateQueries();
    moved.current = moving;
  }, [moving, queries]);
  if (uploads.error) return <Failure error={uploads.error} retry={() => void uploads.refetch()} />;
  return (
    <Stack gap="md">
      <Title order={1} size="h3">
        Uploads
      </Title>
      <DropFile onAccepted={() => void uploads.refetch()} />
      {!uploads.data ? (
        <Skeleton height={240} aria-label="Loading" />
      ) : uploads.data.uploads.length === 0 ? (
        <Empty title="Nothing has been uploaded yet.">
          <Text size="sm">
            The sample file is samples/stripe-irc.json in the repository: 230 real support chats.
          </Text>
        </Empty>
      ) : (
        uploads.data.uploads.map((upload) => <UploadCard key={upload.upload_id} upload={upload} />)
      )}
    </Stack>
  );
}

function UploadCard({ upload }: { upload: Upload }) {
  const { statistics } = upload;
  const refused = statistics.rejected_messages + statistics.filtered_autoresponses;
  return (
    <Card withBorder padding="md" data-upload={upload.upload_id}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm">{time(upload.start_time)}</Text>
          <Badge variant="dot" color={COLORS[upload.status] ?? 'blue'}>
            {upload.status.replaceAll('_', ' ')}
          </Badge>
        </Group>
        <Progress
          value={upload.progress_percentage}
          animated={isMoving(upload)}
          aria-label={`${upload.progress_percentage} percent done`}
        />
        <Text size="sm" className="numbers">
          {upload.current_stage.replaceAll('_', ' ')}: {count(upload.processed_conversations)} of{' '}
          {count(upload.total_conversations)} conversations, {count(upload.processed_days)} of{' '}
          {count(upload.total_days)} days
        </Text>
        <Group gap="md">
          <Text size="xs" c="dimmed" className="numbers">
            {count(statistics.messages_kept)} messages kept, {count(statistics.duplicate_messages)} known
            before, {count(statistics.filtered_autoresponses)} automatic,{' '}
            {count(statistics.rejected_messages)} not usable
          </Text>
          {refused > 0 && (
            <Anchor size="xs" href={`/api/progress/${upload.upload_id}/rejects?format=csv`} download>
              What was left out, and why
            </Anchor>
          )}
          {upload.status.startsWith('completed') && (
            <LinkAnchor size="xs" to="/">
              See the result
            </LinkAnchor>
          )}
        </Group>
        {upload.errors.map((problem) => (
          <Text key={problem.code} size="xs" c="red">
            {problem.message}
          </Text>
        ))}
      </Stack>
    </Card>
  );
}
