import { Anchor, Badge, Button, Card, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isMoving, type Progress as Upload } from '../api/client';
import { count, counted, words } from '../format';
import { LinkAnchor } from '../link-anchor';
import { takeInUpload } from '../live/take-in';
import { ScoreAgain } from '../operations/score-again';
import { Refused } from '../states';
import { cancelUpload } from './upload-queries';
import { useTime } from '../sign-in/zone';

const COLORS: Record<string, string> = {
  completed: 'teal',
  completed_with_errors: 'yellow',
  failed: 'red',
  cancelled: 'gray',
};

interface UploadCardProps {
  upload: Upload;
  mayCancel: boolean;
  mayScore: boolean;
}

export function UploadCard({ upload, mayCancel, mayScore }: UploadCardProps) {
  const time = useTime();
  const queries = useQueryClient();
  const [again, { toggle }] = useDisclosure(false);
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
            <Badge
              variant="dot"
              color={COLORS[upload.status] ?? 'blue'}
              h="auto"
              styles={{ label: { whiteSpace: 'normal' } }}
            >
              {outcomeOf(upload)}
            </Badge>
          </Group>
        </Group>
        <Stages upload={upload} />
        <Group gap="md">
          <Text size="xs" c="dimmed" className="numbers">
            {counted(statistics.messages_kept, 'message')} kept, {count(statistics.duplicate_messages)} known
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
          {mayScore && upload.status.startsWith('completed') && (
            <Button size="compact-xs" variant="subtle" aria-expanded={again} onClick={toggle}>
              Score its days again
            </Button>
          )}
        </Group>
        {again && <ScoreAgain uploadId={upload.upload_id} />}
        <Refused error={cancel.error} />
        {upload.errors
          .filter(({ code }) => code === 'failed')
          .map((problem) => (
            <Text key={problem.code} size="xs" c="red">
              {problem.message}
            </Text>
          ))}
      </Stack>
    </Card>
  );
}

/** What came of it, to the last day and message. */
function outcomeOf({ status, statistics: { unscored_days, rejected_messages } }: Upload): string {
  if (status !== 'completed_with_errors') return words(status);
  const missing = [
    ...(unscored_days > 0 ? [`${counted(unscored_days, 'day')} could not be judged`] : []),
    ...(rejected_messages > 0 ? [`${counted(rejected_messages, 'message')} could not be used`] : []),
  ];
  return `completed, but ${missing.join(' and ')}`;
}

/** Judged days lead to their rows. They can be more than are left: a later upload may have changed one. */
function JudgedDays({ upload: { upload_id, statistics } }: { upload: Upload }) {
  const { judged_days, unscored_days } = statistics;
  return (
    <>
      <LinkAnchor to="/conversations" search={{ upload_id }} size="xs" data-leads-to-days={judged_days}>
        {counted(judged_days, 'day')}
      </LinkAnchor>
      {unscored_days > 0 && (
        <>
          {', '}
          <LinkAnchor
            to="/conversations"
            search={{ upload_id, day_status: 'unjudged' }}
            size="xs"
            data-leads-to-days={unscored_days}
          >
            {count(unscored_days)} could not be judged
          </LinkAnchor>
        </>
      )}
    </>
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
    ingesting: counted(upload.statistics.messages_kept, 'message'),
    day_splitting: `${count(processed_conversations)} of ${counted(total_conversations, 'conversation')}`,
    scoring: <JudgedDays upload={upload} />,
    projecting: `${count(processed_days)} of ${counted(total_days, 'day')}`,
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
