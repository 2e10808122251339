import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { metricsQuery, type Settings } from '../api/client';
import { count, time } from '../format';
import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { useTime } from '../sign-in/zone';
import { Refused } from '../states';
import { offerUndo } from '../undo';
import { useChangeSettings } from './change-settings';
import { organizationQuery, renameOrganization, settingsQuery } from './settings-queries';

const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

export function OrganizationPart() {
  const inZone = useTime();
  const organization = useQuery(organizationQuery);
  const settings = useQuery(settingsQuery);
  return (
    <Stack gap="md">
      <Section title="Organization" query={organization}>
        {({ name, organization: id, created_at }) => (
          <Stack gap="xs">
            <Name key={name} name={name} />
            <Text size="xs" c="dimmed">
              Its id is {id}. Made on {inZone(created_at)}.
            </Text>
          </Stack>
        )}
      </Section>
      <Section title="Time zone" query={settings}>
        {(data) => <Zone key={data.settings_version} settings={data} />}
      </Section>
    </Stack>
  );
}

function Name({ name }: { name: string }) {
  const may = useMay()('settings:write');
  const queries = useQueryClient();
  const [typed, setTyped] = useState(name);
  const put = async (wanted: string) =>
    queries.setQueryData(organizationQuery.queryKey, await renameOrganization(wanted));
  const rename = useMutation({
    mutationFn: put,
    onSuccess: () => offerUndo('The organization has another name.', () => put(name)),
  });
  const wanted = typed.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rename.mutate(wanted);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Name"
            maw={360}
            flex={1}
            maxLength={100}
            value={typed}
            disabled={!may}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          {may && (
            <Button type="submit" disabled={wanted === '' || wanted === name} loading={rename.isPending}>
              Save
            </Button>
          )}
        </Group>
        <Refused error={rename.error} />
      </Stack>
    </form>
  );
}

function Zone({ settings }: { settings: Settings }) {
  const may = useMay();
  const [zone, setZone] = useState(settings.time_zone);
  const { data } = useQuery({ ...metricsQuery({}), enabled: may('metrics:read') });
  const change = useChangeSettings();
  const days = data && data.scored_days + data.unscored_days + data.outbound_days;
  return (
    <Stack gap="xs">
      <Select
        label="Days begin at midnight in"
        maw={360}
        data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
        value={zone}
        searchable
        allowDeselect={false}
        disabled={!may('settings:write')}
        nothingFoundMessage="No such zone. Try the name of a large city nearby."
        onChange={(chosen) => chosen && setZone(chosen)}
      />
      <Text size="sm" c="dimmed">
        There it is {time(new Date().toISOString(), zone)} now.
      </Text>
      {zone !== settings.time_zone && (
        <Alert title={`What moving from ${settings.time_zone} to ${zone} does`}>
          <Stack gap="xs" align="flex-start">
            <Text size="sm">
              {days === undefined
                ? 'All conversations are'
                : `All ${count(data?.sample_count ?? 0)} conversations (${count(days)} days) are`}{' '}
              cut into days anew. Days that then hold other messages are judged again; where a paid model
              judges, that costs its calls. Numbers follow by themselves, and charts may move by a day.
            </Text>
            <Group gap="xs">
              <Button
                loading={change.isPending}
                onClick={() =>
                  change.mutate({
                    before: settings,
                    choice: { time_zone: zone },
                    done: `Days are those of ${zone} now.`,
                  })
                }
              >
                Use {zone}
              </Button>
              <Button variant="subtle" onClick={() => setZone(settings.time_zone)}>
                Keep {settings.time_zone}
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
      <Refused error={change.error} />
    </Stack>
  );
}
