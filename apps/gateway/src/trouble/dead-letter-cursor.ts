import { z } from 'zod';
import { invalidParameter } from '../http/problem.js';

const Place = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

interface Place {
  last_failed_at: string;
  dead_letter_id: string;
}

export const writePlace = ({ last_failed_at, dead_letter_id }: Place): string =>
  Buffer.from(JSON.stringify([last_failed_at, dead_letter_id])).toString('base64url');

export function readPlace(cursor: string): Place {
  const place = Place.safeParse(parsed(Buffer.from(cursor, 'base64url').toString()));
  if (!place.success) throw invalidParameter('cursor', 'is not one that a page before gave');
  const [last_failed_at, dead_letter_id] = place.data;
  return { last_failed_at, dead_letter_id };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
