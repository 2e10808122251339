import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WeightProfile } from '../api/client';
import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { Refused } from '../states';
import { PARTS, percentsOf } from '../weights/share-out';
import { titleOf } from '../weights/weight-sliders';
import { useChangeSettings } from './change-settings';
import { profilesQuery, settingsQuery } from './settings-queries';
import { WeightForm } from './weight-form';

/** Which profile is open in the form; `undefined`: a new one that begins with these weights. */
interface Open {
  from: WeightProfile;
  name: string | undefined;
}

export function WeightsPart() {
  const profiles = useQuery(profilesQuery);
  const may = useMay()('settings:write');
  const [open, setOpen] = useState<Open>();
  return (
    <Section title="What each pillar counts in the index" query={profiles}>
      {(data) => (
        <Stack gap="sm">
          {data.profiles.map((profile) => (
            <Profile
              key={profile.name}
              profile={profile}
              mayChange={may}
              onOpen={(name) => setOpen({ from: profile, name })}
            />
          ))}
          {open && (
            <WeightForm
              key={`${open.from.name} ${open.name}`}
              from={open.from}
              name={open.name}
              onClose={() => setOpen(undefined)}
            />
          )}
        </Stack>
      )}
    </Section>
  );
}

interface ProfileProps {
  profile: WeightProfile;
  mayChange: boolean;
  onOpen: (name: string | undefined) => void;
}

function Profile({ profile, mayChange, onOpen }: ProfileProps) {
  const { data: settings } = useQuery(settingsQuery);
  const change = useChangeSettings();
  const percents = percentsOf(profile.weights);
  const use = () =>
    settings &&
    change.mutate({
      before: settings,
      choice: { weight_profile: profile.name },
      done: `The index is weighed by “${profile.name}” now.`,
    });
  return (
    <Card withBorder padding="sm" data-profile={profile.name}>
      <Group justify="space-between" gap="xs">
        <div>
          <Group gap="xs">
            <Text fw={600}>{profile.name}</Text>
            {profile.active && <Badge variant="light">in use</Badge>}
            <Text size="xs" c="dimmed">
              {profile.built_in ? 'comes with PowerPulse' : `version ${profile.version}`}
            </Text>
          </Group>
          <Text size="sm" className="numbers">
            {PARTS.map((part) => `${titleOf(part)} ${percents[part]} %`).join(' · ')}
          </Text>
        </div>
        {mayChange && (
          <Group gap="xs">
            {!profile.active && (
              <Button size="xs" loading={change.isPending} onClick={use}>
                Use it
              </Button>
            )}
            {!profile.built_in && (
              <Button size="xs" variant="light" onClick={() => onOpen(profile.name)}>
                Change
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => onOpen(undefined)}>
              Copy
            </Button>
          </Group>
        )}
      </Group>
      <Refused error={change.error} />
    </Card>
  );
}
