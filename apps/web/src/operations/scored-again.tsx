import { Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Backfill } from '../api/client';
import { count, counted, dollars } from '../format';
import { useMay } from '../sign-in/may';
import { Failure } from '../states';
import { backfillsQuery, type BackfillStep, steerBackfill } from './operations-queries';
import { ScoreAgain } from './score-again';
import { Section } from './section';
import { useTime } from '../sign-in/zone';

const STEPS: Record<Backfill['status'], { step: BackfillStep; label: string }[]> = {
  running: [
    { step: 'pause', label: 'Pause' },
    { step: 'cancel', label: 'Cancel' },
  ],
  paused: [
    { step: 'resume', label: 'Go on' },
    { step: 'cancel', label: 'Cancel' },
  ],
  completed: [],
  cancelled: [],
};

/** Days that were judged by another scorer or rubric than now: judged anew on purpose. */
export function ScoredAgain() {
  const may = useMay()('judging:write');
  return (
    <Section title="Score again" id="score-again" query={useQuery(backfillsQuery)}>
      {({ backfills }) => (
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            Days keep the score they were given. After another model or rubric was chosen, this judges older
            days by it too.
          </Text>
          {may && <ScoreAgain />}
          {backfills.map((backfill) => (
            <OneBackfill key={backfill.backfill_id} backfill={backfill} maySteer={may} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

function OneBackfill({ backfill, maySteer }: { backfill: Backfill; maySteer: boolean }) {
  const time = useTime();
  const queries = useQueryClient();
  const { backfill_id, status, planned_days, scored, unscored, cost_usd, start_date, end_date } = backfill;
  const steer = useMutation({
    mutationFn: (step: BackfillStep) => steerBackfill(backfill_id, step),
    onSettled: () => queries.invalidateQueries(backfillsQuery),
  });
  const part = planned_days === 0 ? 100 : (100 * (scored + unscored)) / planned_days;
  return (
    <Stack gap={4} data-backfill={status}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {time(backfill.created_at)}, {start_date ?? 'the beginning'} to {end_date ?? 'now'}
          {backfill.upload_id && ', days of one upload'}
        </Text>
        <Badge variant="light">{status}</Badge>
      </Group>
      {status === 'running' && (
        <Progress value={part} animated aria-label={`${Math.round(part)} percent done`} />
      )}
      <Text size="sm" className="numbers">
        {count(scored)} of {counted(planned_days, 'day')} judged by {backfill.scorer.provider}{' '}
        {backfill.scorer.model}
        {unscored > 0 && `, ${count(unscored)} could not be judged`}
        {cost_usd > 0 && `, ${dollars(cost_usd)} so far`}
        {backfill.note && `. It waits: ${backfill.note}`}
      </Text>
      {maySteer && STEPS[status].length > 0 && (
        <Group gap="xs">
          {STEPS[status].map(({ step, label }) => (
            <Button
              key={step}
              size="compact-xs"
              variant="light"
              loading={steer.isPending && steer.variables === step}
              onClick={() => steer.mutate(step)}
            >
              {label}
            </Button>
          ))}
        </Group>
      )}
      {steer.error && <Failure error={steer.error} retry={() => steer.reset()} />}
    </Stack>
  );
}
