import { Badge, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ServiceHealth } from '../api/client';
import { words } from '../format';
import { WideTable } from '../wide-table';
import { healthQuery } from './operations-queries';
import { Section } from './section';
import { useTime } from '../sign-in/zone';

const STATES = {
  ready: { text: 'ready', color: 'teal' },
  not_ready: { text: 'not ready', color: 'yellow' },
  no_answer: { text: 'no answer', color: 'red' },
} as const;
const DEPENDS_ON = { postgres: 'Database', nats: 'Broker', consumers: 'Listeners' };

/** Which parts of the product work, and since when. */
export function Health() {
  const health = useQuery(healthQuery);
  return (
    <Section title="Health" query={health}>
      {({ services }) => (
        <>
          <Text size="sm">
            {services.every(({ state }) => state === 'ready')
              ? 'Every service is ready.'
              : 'Not every service is ready. What they miss is waited for and made up for by itself; if it lasts, look at their logs.'}
          </Text>
          <WideTable dense minWidth={640} label="Health">
            <Table.Thead>
              <Table.Tr>
                {['Service', 'State', 'Since', ...Object.values(DEPENDS_ON)].map((title) => (
                  <Table.Th key={title}>{title}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody className="numbers">
              {services.map((one) => (
                <Row key={one.service} health={one} />
              ))}
            </Table.Tbody>
          </WideTable>
        </>
      )}
    </Section>
  );
}

function Row({ health: { service, state, since, checks } }: { health: ServiceHealth }) {
  const time = useTime();
  return (
    <Table.Tr data-health={state}>
      <Table.Td data-label="Service">{words(service)}</Table.Td>
      <Table.Td data-label="State">
        <Badge variant="dot" color={STATES[state].color}>
          {STATES[state].text}
        </Badge>
      </Table.Td>
      <Table.Td data-label="Since">{time(since)}</Table.Td>
      {Object.entries(DEPENDS_ON).map(([name, title]) => {
        const check = checks.find((one) => one.name === name);
        return (
          <Table.Td key={name} data-label={title}>
            {check === undefined
              ? '–'
              : check.ok
                ? 'works'
                : `away since ${time(check.since)}: ${check.error ?? ''}`}
          </Table.Td>
        );
      })}
    </Table.Tr>
  );
}
