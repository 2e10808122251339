import { Button, Group, NumberInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BackfillPlan } from '../api/client';
import { count, counted, dollars } from '../format';
import { Failure, Refused } from '../states';
import { offerUndo } from '../undo';
import {
  backfillsQuery,
  type BackfillScope,
  planQuery,
  startBackfill,
  steerBackfill,
} from './operations-queries';

/** Days to judge again, of some dates or of one upload; what that takes is told before it is done. */
export function ScoreAgain({ uploadId }: { uploadId?: string }) {
  const queries = useQueryClient();
  const [scope, setScope] = useState<BackfillScope>({ upload_id: uploadId });
  const [asked] = useDebouncedValue(scope, 400);
  const lookAgain = () =>
    Promise.all([
      queries.invalidateQueries(backfillsQuery),
      queries.invalidateQueries({ queryKey: ['backfill-plan'] }),
    ]);
  const start = useMutation({
    mutationFn: () => startBackfill(asked),
    onSuccess: ({ backfill_id, planned_days }) =>
      offerUndo(
        `${counted(planned_days, 'day')} ${planned_days === 1 ? 'is' : 'are'} being scored again.`,
        () => steerBackfill(backfill_id, 'cancel').then(lookAgain),
      ),
    onSettled: lookAgain,
  });
  // Soon after it was begun it is over.
  const plan = useQuery({ ...planQuery(asked), ...(start.isSuccess && { refetchInterval: 2_000 }) });
  const days = plan.data?.days_to_judge ?? 0;
  const told = scope === asked && !plan.isPlaceholderData;
  return (
    <Stack gap="xs" align="flex-start">
      <ScopeFields scope={scope} plan={plan.data} onChange={setScope} />
      {plan.error ? (
        <Failure error={plan.error} retry={() => void plan.refetch()} />
      ) : plan.data === undefined ? (
        <Skeleton height={22} maw={420} aria-label="Loading" />
      ) : (
        <Text size="sm" className="numbers" role="status" data-planned={days}>
          {inWords(plan.data)}
        </Text>
      )}
      <Button
        size="xs"
        disabled={days === 0 || !told}
        loading={start.isPending}
        onClick={() => start.mutate()}
      >
        {days === 0 ? 'Score again' : `Score ${counted(days, 'day')} again`}
      </Button>
      <Refused error={start.error} />
    </Stack>
  );
}

function inWords({ scorer, days, known_days, days_to_judge, ...work }: BackfillPlan): string {
  const judge = `${scorer.provider} ${scorer.model}, rubric ${scorer.rubric}`;
  if (days === 0) return 'There are no days with a customer message here.';
  if (days_to_judge === 0)
    return `${counted(days, 'day')}, all judged by ${judge} already: judging again would change nothing.`;
  const known = known_days === 0 ? '' : `; ${count(known_days)} were judged by it already`;
  const calls = work.calls === 0 ? 'without a call to a provider' : `in about ${counted(work.calls, 'call')}`;
  const cost = work.cost_usd === null ? '' : `, for about ${dollars(work.cost_usd)}`;
  return `${count(days_to_judge)} of ${counted(days, 'day')} would be judged by ${judge}${known}: ${calls}${cost}. Old scores are kept beside the new ones.`;
}

interface ScopeFieldsProps {
  scope: BackfillScope;
  plan: BackfillPlan | undefined;
  onChange: (scope: BackfillScope) => void;
}

function ScopeFields({ scope, plan, onChange }: ScopeFieldsProps) {
  return (
    <Group gap="xs" align="flex-end">
      {scope.upload_id === undefined &&
        (['start_date', 'end_date'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            size="xs"
            label={end === 'start_date' ? 'Days from' : 'to'}
            value={scope[end] ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ ...scope, [end]: value || undefined })}
          />
        ))}
      {plan?.cost_usd != null && (
        <NumberInput
          size="xs"
          w={150}
          label="Stop before it costs"
          placeholder="no limit"
          prefix="$"
          min={0.01}
          hideControls
          value={scope.max_usd ?? ''}
          onChange={(usd) => onChange({ ...scope, max_usd: Number(usd) > 0 ? Number(usd) : undefined })}
        />
      )}
    </Group>
  );
}
