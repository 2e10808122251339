import { Table, type TableProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface WideTableProps extends Omit<TableProps, 'children'> {
  label: string;
  minWidth: number;
  /** On a phone a cell's name stands before what it says, not above it: for long lists. */
  dense?: boolean;
  children: ReactNode;
}

/**
 * A table that scrolls by itself where the screen is narrow, by keyboard too. On a phone each row is a block of its own,
 * in which a cell tells by its `data-label` what it is.
 */
export function WideTable({ label, minWidth, dense, children, ...table }: WideTableProps) {
  return (
    <Table.ScrollContainer
      type="native"
      minWidth={minWidth}
      tabIndex={0}
      role="group"
      aria-label={label}
      className={dense ? 'stacks dense' : 'stacks'}
    >
      <Table verticalSpacing={6} {...table}>
        {children}
      </Table>
    </Table.ScrollContainer>
  );
}
