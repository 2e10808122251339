import { NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings, TimeLimits } from '../api/client';
import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { Effect } from './effect';
import { SaveChoice } from './save-choice';
import { settingsQuery } from './settings-queries';

const FIELDS = [
  { name: 'first_response_seconds', label: 'First answer' },
  { name: 'avg_response_seconds', label: 'Answers on average' },
  { name: 'handling_seconds', label: 'First to last message' },
] as const satisfies { name: keyof TimeLimits; label: string }[];
const MOST_MINUTES = 525_600;

export function TimeLimitsPart() {
  const settings = useQuery(settingsQuery);
  return (
    <Section title="Time limits" query={settings}>
      {(data) => <Limits key={data.settings_version} settings={data} />}
    </Section>
  );
}

function Limits({ settings }: { settings: Settings }) {
  const may = useMay()('settings:write');
  const now = settings.time_limits;
  const [limits, setLimits] = useState(now);
  const [asked] = useDebouncedValue(limits, 400);
  const differs = FIELDS.some(({ name }) => limits[name] !== now[name]);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        An answer at once counts 100 in Timeliness, one that takes this long or longer counts 0.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }} maw={640}>
        {FIELDS.map(({ name, label }) => (
          <NumberInput
            key={name}
            label={label}
            suffix=" min"
            min={1 / 60}
            max={MOST_MINUTES}
            decimalScale={2}
            hideControls
            disabled={!may}
            value={limits[name] / 60}
            onChange={(minutes) => {
              const seconds = Math.round(Number(minutes) * 60);
              if (seconds >= 1) setLimits({ ...limits, [name]: seconds });
            }}
          />
        ))}
      </SimpleGrid>
      {differs && <Effect asked={{ time_limits: asked }} />}
      <SaveChoice
        before={settings}
        choice={{ time_limits: limits }}
        differs={differs}
        done="The time limits are changed."
        save="Save"
        leave="As it was"
        onLeave={() => setLimits(now)}
      />
    </Stack>
  );
}
