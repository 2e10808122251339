import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DeadLetter, PausedConsumer } from '../api/client';
import { count, counted } from '../format';
import { Failure } from '../states';
import { deadLettersQuery, discard, redrive, redriveAll, resumeConsumer } from './operations-queries';
import { Section } from './section';
import { useTime } from '../sign-in/zone';

/** Runs it, then looks again. */
function useMending<V, T>(mend: (what: V) => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: mend,
    onSettled: () => queries.invalidateQueries(deadLettersQuery),
  });
}

export function DeadLetters({ mayMend }: { mayMend: boolean }) {
  const letters = useQuery(deadLettersQuery);
  const all = useMending((_all: undefined) => redriveAll());
  const open = letters.data?.total ?? 0;
  return (
    <Section
      title="Events that could not be processed"
      query={letters}
      aside={
        mayMend &&
        open > 0 && (
          <Button size="xs" loading={all.isPending} onClick={() => all.mutate(undefined)}>
            Process all {count(open)} once more
          </Button>
        )
      }
    >
      {({ dead_letters, paused_consumers, unreachable_services }) => (
        <Stack gap="sm">
          {unreachable_services.length > 0 && (
            <Alert color="yellow">
              {unreachable_services.join(', ')} did not answer just now: theirs are missing here.
            </Alert>
          )}
          {paused_consumers.map((consumer) => (
            <Paused key={consumer.consumer} paused={consumer} mayMend={mayMend} />
          ))}
          {all.data && (
            <Text size="sm" role="status">
              {count(all.data.redriven)} went through, {count(all.data.failed_again)} failed again,{' '}
              {count(all.data.left)} are left.
            </Text>
          )}
          {all.error && <Failure error={all.error} retry={() => all.mutate(undefined)} />}
          {dead_letters.length === 0 && unreachable_services.length === 0 && (
            <Text size="sm">None. Everything that came in was processed.</Text>
          )}
          {dead_letters.map((letter) => (
            <Letter key={letter.dead_letter_id} letter={letter} mayMend={mayMend} />
          ))}
          {open > dead_letters.length && (
            <Text size="sm" c="dimmed">
              The latest {count(dead_letters.length)} of {count(open)}.
            </Text>
          )}
        </Stack>
      )}
    </Section>
  );
}

function Paused({ paused, mayMend }: { paused: PausedConsumer; mayMend: boolean }) {
  const time = useTime();
  const resume = useMending(resumeConsumer);
  return (
    <Alert color="red" title={`${paused.consumer} stopped at ${time(paused.paused_at)}`}>
      <Group justify="space-between">
        <Text size="sm">
          {count(paused.dead_letters)} of its events failed ({paused.error_class}). Mend the cause, let it go
          on, then process its events once more.
        </Text>
        {mayMend && (
          <Button size="xs" loading={resume.isPending} onClick={() => resume.mutate(paused.consumer)}>
            Let it go on
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function Letter({ letter, mayMend }: { letter: DeadLetter; mayMend: boolean }) {
  const time = useTime();
  const id = letter.dead_letter_id;
  const again = useMending((which: string) => redrive(which));
  return (
    <Stack gap={4} data-dead-letter={id}>
      <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
        {letter.event ?? 'Not an event'} in {letter.service}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {letter.error_class}: {letter.reason}
      </Text>
      <Text size="xs" c="dimmed">
        {counted(letter.attempts, 'attempt')}, the last {time(letter.last_failed_at)}
      </Text>
      {mayMend && (
        <Group gap="xs">
          <Button
            size="compact-xs"
            variant="light"
            loading={again.isPending}
            onClick={() => again.mutate(id)}
          >
            Process it once more
          </Button>
          <Discard id={id} />
        </Group>
      )}
      {again.error && <Failure error={again.error} retry={() => again.mutate(id)} />}
    </Stack>
  );
}

/** Needs its reason: that is what others find later. */
function Discard({ id }: { id: string }) {
  const [because, setBecause] = useState<string>();
  const away = useMending((why: string) => discard(id, why));
  if (because === undefined)
    return (
      <Button size="compact-xs" variant="subtle" color="red" onClick={() => setBecause('')}>
        Discard …
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        away.mutate(because.trim());
      }}
    >
      <Group gap="xs">
        <TextInput
          size="xs"
          aria-label="Why it is not needed"
          placeholder="Why is it not needed?"
          value={because}
          error={away.error?.message}
          onChange={({ currentTarget }) => setBecause(currentTarget.value)}
        />
        <Button type="submit" size="xs" color="red" disabled={because.trim() === ''} loading={away.isPending}>
          Discard
        </Button>
      </Group>
    </form>
  );
}
