import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Day } from '../api/client';
import type { Lit } from './transcript';

interface PointedProps {
  day: Day;
  name: string;
  title: string;
  hint?: string;
  onLight: (lit: Lit | undefined) => void;
  children: ReactNode;
}

/** A number that lights up what it rests on while somebody points at it or has it in focus. */
export function Pointed({ day, name, title, hint, onLight, children }: PointedProps) {
  const light = () => onLight({ dayId: day.day_id, metric: name });
  const dark = () => onLight(undefined);
  return (
    <UnstyledButton
      data-score={name}
      onMouseEnter={light}
      onFocus={light}
      onMouseLeave={dark}
      onBlur={dark}
      title={hint}
    >
      <Text size="xs" c="dimmed">
        {title}
      </Text>
      <Text size="sm" className="numbers">
        {children}
      </Text>
    </UnstyledButton>
  );
}
