import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

interface WideTableProps {
  label: string;
  minWidth: number;
  children: ReactNode;
}

/** A table that scrolls by itself where the screen is narrow, by keyboard too. */
export function WideTable({ label, minWidth, children }: WideTableProps) {
  return (
    <Table.ScrollContainer type="native" minWidth={minWidth} tabIndex={0} role="group" aria-label={label}>
      <Table verticalSpacing={6}>{children}</Table>
    </Table.ScrollContainer>
  );
}
