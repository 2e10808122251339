import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Settings } from '../api/client';
import { time } from '../format';
import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { useTime } from '../sign-in/zone';
import { Refused } from '../states';
import { offerUndo } from '../undo';
import { SaveChoice } from './save-choice';
import { organizationQuery, renameOrganization, settingsQuery } from './settings-queries';
import { TriedZone } from './tried-zone';

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
  const may = useMay()('settings:write');
  const [zone, setZone] = useState(settings.time_zone);
  return (
    <Stack gap="xs">
      <Select
        label="Days begin at midnight in"
        maw={360}
        data={ZONES.includes(zone) ? ZONES : [zone, ...ZONES]}
        value={zone}
        searchable
        allowDeselect={false}
        disabled={!may}
        nothingFoundMessage="No such zone. Try the name of a large city nearby."
        onChange={(chosen) => chosen && setZone(chosen)}
      />
      <Text size="sm" c="dimmed">
        There it is {time(new Date().toISOString(), zone)} now.
      </Text>
      {zone !== settings.time_zone && <TriedZone zone={zone} now={settings.time_zone} />}
      <SaveChoice
        before={settings}
        choice={{ time_zone: zone }}
        differs={zone !== settings.time_zone}
        done={`Days are those of ${zone} now.`}
        save={`Use ${zone}`}
        leave={`Keep ${settings.time_zone}`}
        onLeave={() => setZone(settings.time_zone)}
      />
    </Stack>
  );
}
