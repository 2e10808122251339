import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TimeLimits } from '../api/client';
import { useChangeSettings } from '../settings/change-settings';
import { createProfile, settingsQuery } from '../settings/settings-queries';
import { Refused } from '../states';
import { type Percents, sharesOf } from '../weights/share-out';

interface SaveProfileProps {
  weights: Percents;
  /** Where they are others than now. */
  limits: TimeLimits | undefined;
}

/** First a profile that nothing uses; then, on purpose, the one by which all numbers are made. */
export function SaveProfile({ weights, limits }: SaveProfileProps) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => createProfile(name.trim(), sharesOf(weights)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['weight-profiles'] }),
  });
  return (
    <Stack gap="xs">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Group gap="xs" align="flex-end">
          <TextInput
            size="xs"
            label="Keep these weights as a profile"
            placeholder="Its name"
            required
            maxLength={60}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit" size="xs" variant="light" loading={save.isPending}>
            Save profile
          </Button>
        </Group>
      </form>
      <Refused error={save.error} />
      {save.data && <TakeIntoUse profile={save.data.name} limits={limits} />}
    </Stack>
  );
}

function TakeIntoUse({ profile, limits }: { profile: string; limits: TimeLimits | undefined }) {
  const settings = useQuery(settingsQuery).data;
  const change = useChangeSettings();
  const used = settings?.weight_profile === profile;
  return (
    <Alert color="teal" role="status">
      <Group gap="sm">
        <Text size="sm">
          {used
            ? `All numbers are computed anew by “${profile}” and change at once when that is done.`
            : `“${profile}” is saved. No number has changed yet.`}
        </Text>
        {settings && !used && (
          <Button
            size="compact-xs"
            variant="light"
            loading={change.isPending}
            onClick={() =>
              change.mutate({
                before: settings,
                choice: { weight_profile: profile, ...(limits && { time_limits: limits }) },
                done: `The index is weighed by “${profile}”.`,
              })
            }
          >
            Use it for all numbers{limits ? ', with these times' : ''}
          </Button>
        )}
      </Group>
      <Refused error={change.error} />
    </Alert>
  );
}
