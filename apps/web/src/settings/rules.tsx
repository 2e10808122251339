import { ActionIcon, Button, Card, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Settings } from '../api/client';
import { Section } from '../operations/section';
import { useMay } from '../sign-in/may';
import { SaveChoice } from './save-choice';
import { settingsQuery } from './settings-queries';
import { TriedRules } from './tried-rules';

export function RulesPart() {
  const settings = useQuery(settingsQuery);
  return (
    <Section title="Automatic replies" query={settings}>
      {(data) => <Rules key={data.settings_version} settings={data} />}
    </Section>
  );
}

function Rules({ settings }: { settings: Settings }) {
  const may = useMay()('settings:write');
  const inForce = settings.auto_response_patterns;
  const [rules, setRules] = useState(inForce);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        A message that contains one of these, letter by letter, was written by no person: it is left out of
        all numbers. Rules hold for messages that come from now on.
      </Text>
      {rules.length === 0 && <Text size="sm">There is no rule: every message counts.</Text>}
      {rules.map((rule) => (
        <Card key={rule} withBorder padding="xs" data-rule={rule}>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
              {rule}
            </Text>
            <Group gap="xs" wrap="nowrap">
              {!inForce.includes(rule) && (
                <Text size="xs" c="dimmed">
                  not saved yet
                </Text>
              )}
              {may && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Take away the rule ${rule}`}
                  onClick={() => setRules(rules.filter((one) => one !== rule))}
                >
                  ✕
                </ActionIcon>
              )}
            </Group>
          </Group>
        </Card>
      ))}
      {may && (
        <>
          <NewRule known={rules} onAdd={(rule) => setRules([...rules, rule])} />
          {rules.length > 0 && <TriedRules patterns={rules} />}
        </>
      )}
      <SaveChoice
        before={settings}
        choice={{ auto_response_patterns: rules }}
        differs={rules.join('\n') !== inForce.join('\n')}
        done="The rules hold from now on."
        save="Save these rules"
        leave="As it was"
        onLeave={() => setRules(inForce)}
      />
    </Stack>
  );
}

function NewRule({ known, onAdd }: { known: string[]; onAdd: (rule: string) => void }) {
  const [typed, setTyped] = useState('');
  const blank = typed.trim() === '';
  const again = known.includes(typed);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (blank || again) return;
    onAdd(typed);
    setTyped('');
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-start">
        <TextInput
          aria-label="Words of another rule"
          placeholder="words that only automatic replies have"
          flex={1}
          maw={420}
          maxLength={200}
          value={typed}
          error={again && 'There is such a rule already.'}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Button type="submit" variant="light" disabled={blank || again}>
          Try it
        </Button>
      </Group>
    </form>
  );
}
