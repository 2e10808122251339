import { Anchor, Badge, Button, Card, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isMoving, type Progress as Upload } from '../api/client';
import { count, words } from '../format';
import { LinkAnchor } from '../link-anchor';
import { takeInUpload } from '../live/take-in';
import { Refused } from '../states';
import { cancelUpload } from './upload-queries';
import { useTime } from '../sign-in/zone';

const COLORS: Record<string, string> = {
  completed: 'teal',
  completed_with_errors: 'yellow',
  failed: 'red',
  cancelled: 'gray',
};

export function UploadCard({ upload, mayCancel }: { upload: Upload; mayCancel: boolean }) {
  const time = useTime();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelUpload(upload.upload_id),
    onSuccess: (now) => takeInUpload(queries, now),
  });
  const { statistics } = upload;
  const refused = statistics.rejected_messages + statistics.filtered_autoresponses;
  return (
    <Card withBorder padding="md" data-upload={upload.upload_id} data-status={upload.status}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text size="sm">{time(upload.start_time)}</Text>
          <Group gap="xs">
            {mayCancel && isMoving(upload) && (
              <Button
                size="compact-xs"
                variant="subtle"
                color="red"
                loading={cancel.isPending}
                onClick={() => cancel.mutate()}
              >
                Cancel what is not done
              </Button>
            )}
            <Badge variant="dot" color={COLORS[upload.status] ?? 'blue'}>
              {words(upload.status)}
            </Badge>
          </Group>
        </Group>
        <Stages upload={upload} />
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
        <Refused error={cancel.error} />
        {upload.errors.map((problem) => (
          <Text key={problem.code} size="xs" c="red">
            {problem.message}
          </Text>
        ))}
      </Stack>
    </Card>
  );
}

const BARS = ['ingesting', 'day_splitting', 'scoring', 'projecting'] as const;
const TITLES = {
  ingesting: 'Read',
  day_splitting: 'Cut into days',
  scoring: 'Judged',
  projecting: 'In the numbers',
} as const;
const ORDER = ['queued', ...BARS, 'done'];

/** A bar for each stage: those behind it full, the one it is at as far as it is. */
function Stages({ upload }: { upload: Upload }) {
  const { total_conversations, processed_conversations, total_days, processed_days } = upload;
  const at = ORDER.indexOf(upload.current_stage);
  const part = (done: number, of: number) => (of === 0 ? 0 : (100 * done) / of);
  const under = {
    ingesting: upload.progress_percentage,
    day_splitting: part(processed_conversations, total_conversations),
    scoring: part(processed_days, total_days),
    projecting: part(processed_days, total_days),
  };
  const figures = {
    ingesting: `${count(upload.statistics.messages_kept)} messages`,
    day_splitting: `${count(processed_conversations)} of ${count(total_conversations)} conversations`,
    scoring: `${count(upload.statistics.unscored_days)} days not judged`,
    projecting: `${count(processed_days)} of ${count(total_days)} days`,
  };
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
      {BARS.map((stage, i) => {
        const value = at > i + 1 ? 100 : at === i + 1 ? under[stage] : 0;
        return (
          <div key={stage}>
            <Text size="xs">{TITLES[stage]}</Text>
            <Progress
              value={value}
              animated={at === i + 1 && isMoving(upload)}
              transitionDuration={400}
              aria-label={`${TITLES[stage]}: ${Math.round(value)} percent`}
            />
            <Text size="xs" c="dimmed" className="numbers">
              {figures[stage]}
            </Text>
          </div>
        );
      })}
    </SimpleGrid>
  );
}
