import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Replay } from '../api/client';
import { count, score } from '../format';
import { Failure } from '../states';
import { moveReplay, replaysQuery, type ReplayStep, startReplay } from './operations-queries';
import { Section } from './section';
import { useTime } from '../sign-in/zone';

/** What can be done next, by state. */
const STEPS: Partial<Record<Replay['state'], { step: ReplayStep; label: string }[]>> = {
  building: [{ step: 'cancel', label: 'Give up' }],
  comparing: [{ step: 'cancel', label: 'Give up' }],
  ready: [
    { step: 'switch', label: 'Show what was built' },
    { step: 'cancel', label: 'Give up' },
  ],
  switched: [
    { step: 'revert', label: 'Back to the previous numbers' },
    { step: 'drop', label: 'Drop the previous numbers' },
  ],
  failed: [
    { step: 'resume', label: 'Go on where it stopped' },
    { step: 'cancel', label: 'Give up' },
  ],
};
const UNDER_WAY = new Set<string>(Object.keys(STEPS));
const CAUSES = {
  requested: 'asked for',
  settings: 'new weights or limits',
  scorer: 'a new scorer',
} as const;

export function Replays({ mayReplay }: { mayReplay: boolean }) {
  const replays = useQuery(replaysQuery);
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: startReplay,
    onSettled: () => queries.invalidateQueries(replaysQuery),
  });
  const busy = replays.data?.replays.some(({ state }) => UNDER_WAY.has(state)) ?? true;
  return (
    <Section
      title="Replays"
      query={replays}
      aside={
        mayReplay &&
        !busy && (
          <Button size="xs" variant="light" loading={start.isPending} onClick={() => start.mutate()}>
            Build all numbers anew
          </Button>
        )
      }
    >
      {({ replays: rows }) => (
        <Stack gap="md">
          {start.error && <Failure error={start.error} retry={() => start.mutate()} />}
          {rows.length === 0 && (
            <Text size="sm">
              None yet. A replay builds all numbers anew from the recorded events, beside the ones that are
              shown, and compares them; nothing changes before you say so.
            </Text>
          )}
          {rows.slice(0, 5).map((replay) => (
            <OneReplay key={replay.replay_id} replay={replay} mayReplay={mayReplay} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

function OneReplay({ replay, mayReplay }: { replay: Replay; mayReplay: boolean }) {
  const time = useTime();
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: (step: ReplayStep) => moveReplay(replay.replay_id, step),
    // Other numbers may be shown now, everywhere.
    onSettled: () => queries.invalidateQueries(),
  });
  const { events_read, events_total, state } = replay;
  const part = events_total ? (100 * events_read) / events_total : 0;
  return (
    <Stack gap={4} data-replay={state}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {time(replay.created_at)}, {CAUSES[replay.cause]}
        </Text>
        <Badge variant="light" color={state === 'failed' ? 'red' : undefined}>
          {state}
        </Badge>
      </Group>
      {state === 'building' && (
        <Progress value={part} animated aria-label={`${Math.round(part)} percent done`} />
      )}
      <Text size="sm" className="numbers">
        {count(events_read)} of {events_total === null ? 'all' : count(events_total)} events read
        {replay.events_per_second !== null && `, ${count(replay.events_per_second)} a second`}
      </Text>
      <Compared comparison={replay.comparison} />
      {replay.error && (
        <Text size="sm" c="red">
          {replay.error}
        </Text>
      )}
      {mayReplay && (
        <Group gap="xs">
          {STEPS[state]?.map(({ step, label }) => (
            <Button
              key={step}
              size="compact-xs"
              variant="light"
              loading={move.isPending && move.variables === step}
              onClick={() => move.mutate(step)}
            >
              {label}
            </Button>
          ))}
        </Group>
      )}
      {move.error && <Failure error={move.error} retry={() => move.reset()} />}
    </Stack>
  );
}

function Compared({ comparison }: { comparison: Replay['comparison'] }) {
  if (comparison === null) return null;
  if (comparison.equal)
    return <Text size="sm">What was built equals what was shown, row by row (by hash of every table).</Text>;
  const different = comparison.tables.filter(({ different_rows }) => different_rows > 0);
  const largest = comparison.largest_difference;
  return (
    <Text size="sm" className="numbers">
      Not the same:{' '}
      {different.map(({ table, different_rows }) => `${count(different_rows)} rows of ${table}`).join(', ')}.
      {largest &&
        ` Most on ${largest.date}: index ${score(largest.live_csi)} shown, ${score(largest.replayed_csi)} built anew.`}
    </Text>
  );
}
