import { Button, Card, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { WeightProfile } from '../api/client';
import { Refused } from '../states';
import { offerUndo, say } from '../undo';
import { percentsOf, sharesOf } from '../weights/share-out';
import { WeightSliders } from '../weights/weight-sliders';
import { Effect } from './effect';
import { changeProfile, createProfile } from './settings-queries';

interface WeightFormProps {
  from: WeightProfile;
  /** Of the profile that is changed; undefined: a new one. */
  name: string | undefined;
  onClose: () => void;
}

/** A new profile, or the next version of one. */
export function WeightForm({ from, name, onClose }: WeightFormProps) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [percents, setPercents] = useState(percentsOf(from.weights));
  const [asked] = useDebouncedValue(percents, 300);
  const refresh = () => queries.invalidateQueries();
  const save = useMutation({
    mutationFn: () =>
      name === undefined
        ? createProfile(typed.trim(), sharesOf(percents))
        : changeProfile(name, sharesOf(percents)),
    onSuccess: (profile) => {
      void refresh();
      if (name === undefined) say(`The profile “${profile.name}” is made. “Use it” weighs the index by it.`);
      else
        offerUndo(`“${name}” has new weights.`, async () => {
          await changeProfile(name, from.weights);
          await refresh();
        });
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const title = name === undefined ? 'A new profile' : `New weights for “${name}”`;
  return (
    <Card withBorder padding="md" maw={720} component="section" aria-label={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text fw={600}>{title}</Text>
          {name === undefined && (
            <TextInput
              label="Name"
              maw={300}
              required
              maxLength={60}
              data-autofocus
              placeholder="such as complaints first"
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            />
          )}
          <WeightSliders value={percents} onChange={setPercents} />
          <Text size="xs" c="dimmed">
            Moving one moves the others in their proportions: they are always 100 % in all.
          </Text>
          <Effect asked={{ weights: sharesOf(asked) }} />
          <Refused error={save.error} />
          <Group gap="xs">
            <Button type="submit" loading={save.isPending}>
              {name === undefined ? 'Make it' : 'Save as next version'}
            </Button>
            <Button variant="subtle" onClick={onClose}>
              Leave it
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
