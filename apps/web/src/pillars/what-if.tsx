import { Button, Card, Grid, Group, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DateRange, TimeLimits } from '../api/client';
import { DEFINITIONS, PILLARS } from '../definitions';
import { change, counted, score } from '../format';
import { profilesQuery } from '../settings/settings-queries';
import { useMay } from '../sign-in/may';
import { Failure } from '../states';
import { percentsOf, type Percents, sharesOf } from '../weights/share-out';
import { WeightSliders } from '../weights/weight-sliders';
import { Crossing } from './crossing';
import { SaveProfile } from './save-profile';
import { LimitSliders } from './limit-sliders';
import { WhatIfChart } from './what-if-chart';
import { type WhatIf, whatIfQuery } from './what-if-queries';

/** A slider that is dragged says some sixty values a second. */
const PAUSE_MS = 60;
const LISTED = 10;

interface Chosen {
  weights?: Percents;
  limits?: TimeLimits;
}

/** The index under other weights and time limits, beside what it is. Nothing is stored by looking. */
export function WhatIfPanel({ range }: { range: DateRange }) {
  const may = useMay();
  const [chosen, setChosen] = useState<Chosen>({});
  const [line, setLine] = useState(60);
  const question = {
    ...range,
    ...(chosen.weights && { weights: sharesOf(chosen.weights) }),
    ...(chosen.limits && { time_limits: chosen.limits }),
    ...{ line, limit: LISTED, daily: true },
  };
  const [asked] = useDebouncedValue(question, PAUSE_MS);
  const answer = useQuery(whatIfQuery(asked));
  return (
    <Card withBorder padding="md" component="section" aria-label="What if">
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} size="h5">
            What if
          </Title>
          <Text size="xs" c="dimmed">
            Other weights or times, tried out. Nobody else sees it and nothing changes.
          </Text>
        </div>
        <Group gap="xs">
          {may('settings:read') && <Profiles onPick={(weights) => setChosen({ ...chosen, weights })} />}
          <Button
            size="xs"
            variant="default"
            disabled={!chosen.weights && !chosen.limits}
            onClick={() => setChosen({})}
          >
            As it is
          </Button>
        </Group>
      </Group>
      {answer.error && !answer.isPlaceholderData ? (
        <Failure error={answer.error} retry={() => void answer.refetch()} />
      ) : !answer.data ? (
        <Skeleton height={520} aria-label="Loading" />
      ) : (
        <Tried
          answer={answer.data}
          {...{ chosen, setChosen, line, setLine }}
          maySave={may('settings:write')}
        />
      )}
    </Card>
  );
}

function Profiles({ onPick }: { onPick: (weights: Percents) => void }) {
  const { data } = useQuery(profilesQuery);
  const profiles = data?.profiles ?? [];
  return (
    <Select
      size="xs"
      w={190}
      aria-label="Weights of a profile"
      placeholder="Weights of a profile"
      data={profiles.map(({ name }) => name)}
      value={null}
      onChange={(value) => {
        const profile = profiles.find(({ name }) => name === value);
        if (profile) onPick(percentsOf(profile.weights));
      }}
    />
  );
}

interface TriedProps {
  answer: WhatIf;
  chosen: Chosen;
  setChosen: (chosen: Chosen) => void;
  line: number;
  setLine: (line: number) => void;
  maySave: boolean;
}

function Tried({ answer, chosen, setChosen, line, setLine, maySave }: TriedProps) {
  const { current } = answer;
  const weights = chosen.weights ?? percentsOf(current.weights);
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <WeightSliders value={weights} onChange={(next) => setChosen({ ...chosen, weights: next })} />
          <LimitSliders
            current={current.time_limits}
            limits={chosen.limits ?? current.time_limits}
            onChange={(limits) => setChosen({ ...chosen, limits })}
          />
          {maySave && (chosen.weights ?? chosen.limits) && (
            <SaveProfile weights={weights} limits={chosen.limits} />
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="sm">
          <Difference answer={answer} />
          <WhatIfChart dates={answer.daily ?? []} line={line} />
          <Crossing line={line} onLine={setLine} crossing={answer.crossing} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

/** The index now and then; the pillars that change with it (times move timeliness only). */
function Difference({ answer: { current, what_if, scored_days } }: { answer: WhatIf }) {
  const moved = PILLARS.filter((pillar) => Math.abs((what_if[pillar] ?? 0) - (current[pillar] ?? 0)) >= 0.05);
  return (
    <Group gap="md" align="baseline" className="numbers">
      <Text fz={32} fw={700} lh={1} data-what-if={what_if.csi}>
        {score(what_if.csi)}
      </Text>
      <Text size="sm">
        {current.csi === what_if.csi || current.csi === null || what_if.csi === null
          ? `as it is, ${counted(scored_days, 'scored day')}. Move a slider.`
          : `${change(what_if.csi - current.csi)} against ${score(current.csi)} as it is, ${counted(scored_days, 'scored day')}`}
      </Text>
      {moved.map((pillar) => (
        <Text key={pillar} size="sm" c="dimmed">
          {DEFINITIONS[pillar].title} {score(current[pillar])} → {score(what_if[pillar])}
        </Text>
      ))}
    </Group>
  );
}
