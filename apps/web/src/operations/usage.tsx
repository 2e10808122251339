import { Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { count } from '../format';
import { usageQuery } from './operations-queries';
import { Section } from './section';

const dollars = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });

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
              <Figure title="Cost" value={dollars.format(total.cost_usd)} />
            </SimpleGrid>
            {budget.limit_usd === null ? (
              <Text size="sm" c="dimmed">
                No budget is set for this month. The local scorer costs nothing.
              </Text>
            ) : (
              <>
                <Progress value={part} aria-label={`${Math.round(part)} percent of the budget`} />
                <Text size="sm" c="dimmed" className="numbers">
                  {dollars.format(used)} of {dollars.format(budget.limit_usd)} this month
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
