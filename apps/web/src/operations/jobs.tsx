import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { count, duration } from '../format';
import { jobsQuery } from './operations-queries';
import { Section } from './section';
import { useTime } from '../sign-in/zone';
import { WideTable } from '../wide-table';

/** Days are judged in jobs. */
export function Jobs() {
  const time = useTime();
  const jobs = useQuery(jobsQuery);
  return (
    <Section title="Jobs" query={jobs}>
      {({ jobs: rows, total }) =>
        rows.length === 0 ? (
          <Text size="sm">None yet: they begin with the first upload.</Text>
        ) : (
          <>
            <WideTable dense minWidth={640} label="Jobs" verticalSpacing={4} className="numbers">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Made</Table.Th>
                  <Table.Th>State</Table.Th>
                  <Table.Th>Scorer</Table.Th>
                  <Table.Th ta="right">Days</Table.Th>
                  <Table.Th ta="right">Judged</Table.Th>
                  <Table.Th ta="right">Not judged</Table.Th>
                  <Table.Th ta="right">Took</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((job) => (
                  <Table.Tr key={job.job_id} title={job.error ?? undefined}>
                    <Table.Td data-label="Made">{time(job.created_at)}</Table.Td>
                    <Table.Td data-label="State">{job.status.replaceAll('_', ' ')}</Table.Td>
                    <Table.Td data-label="Scorer">
                      {job.scorer.provider} {job.scorer.model}
                    </Table.Td>
                    <Table.Td ta="right" data-label="Days">
                      {count(job.days)}
                    </Table.Td>
                    <Table.Td ta="right" data-label="Judged">
                      {count(job.scored)}
                    </Table.Td>
                    <Table.Td ta="right" data-label="Not judged">
                      {count(job.unscored)}
                    </Table.Td>
                    <Table.Td ta="right" data-label="Took">
                      {duration(job.duration_ms === null ? null : job.duration_ms / 60_000)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </WideTable>
            <Text size="sm" c="dimmed">
              The newest {count(rows.length)} of {count(total)}.
            </Text>
          </>
        )
      }
    </Section>
  );
}
