import {
  Anchor,
  type AnchorProps,
  Card,
  type CardProps,
  UnstyledButton,
  type UnstyledButtonProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type LinkProps<P> = P &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P> & { ref?: Ref<HTMLAnchorElement> };

/** Mantine's anchor as a link of the router: its address, parameters and search are type-checked. */
export const LinkAnchor = createLink((props: LinkProps<AnchorProps>) => <Anchor {...props} />);

/** A card that leads somewhere as a whole. */
export const LinkCard = createLink((props: LinkProps<CardProps>) => <Card component="a" {...props} />);

/** A line of a card that leads somewhere. */
export const LinkLine = createLink((props: LinkProps<UnstyledButtonProps>) => (
  <UnstyledButton component="a" {...props} />
));
