import { Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { count, dollars } from '../format';
import { usageQuery } from './operations-queries';
import { Section } from './section';

/** What judging needed, and how much of the month's budget is left. */
export function Usage() {
  const usage = useQuery(usageQuery);
  return (
    <Section title="Usage" query={usage}>
      {({ total, budget }) => {
        const used = budget.spent_usd + budget.reserved_usd;
        const part = budget.limit_usd ? Math.min(100, (100 * used) / budget.limit_usd) : 0;
        return (
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 2, sm: 4 }}>
              <Figure title="Days judged" value={count(total.judged_days)} />
              <Figure title="Answered from the store" value={count(total.cached_days)} />
              <Figure title="Calls to a provider" value={count(total.calls)} />
              <Figure title="Cost" value={dollars(total.cost_usd)} />
            </SimpleGrid>
            {budget.limit_usd === null ? (
              <Text size="sm" c="dimmed">
                No budget is set for this month.{total.cost_usd === 0 && ' The local scorer costs nothing.'}
              </Text>
            ) : (
              <>
                <Progress value={part} aria-label={`${Math.round(part)} percent of the budget`} />
                <Text size="sm" c="dimmed" className="numbers">
                  {dollars(used)} of {dollars(budget.limit_usd)} this month
                </Text>
              </>
            )}
          </Stack>
        );
      }}
    </Section>
  );
}

function Figure({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Text fz={22} fw={700} className="numbers">
        {value}
      </Text>
    </div>
  );
}
