import { Snapshot } from '@powerpulse/contracts';

/** Up to where somebody knows what changed: in the gateway's own tables, and in those of analytics. */
export interface LivePosition {
  readonly uploads: string;
  /** Null while analytics is away: what changed there is not known. */
  readonly analytics: { readonly generation: number; readonly snapshot: string } | null;
}

const NOT_KNOWN = '-';

/** As the id of an event. */
export const positionText = ({ uploads, analytics }: LivePosition): string =>
  `${uploads}/${analytics === null ? NOT_KNOWN : `${String(analytics.generation)}/${analytics.snapshot}`}`;

/** Undefined: not one of ours. */
export function positionIn(text: string): LivePosition | undefined {
  const [uploads = '', generation = '', snapshot = '', ...more] = text.split('/');
  if (more.length > 0 || !Snapshot.safeParse(uploads).success) return undefined;
  if (generation === NOT_KNOWN && snapshot === '') return { uploads, analytics: null };
  if (!/^\d{1,9}$/.test(generation) || !Snapshot.safeParse(snapshot).success) return undefined;
  return { uploads, analytics: { generation: Number(generation), snapshot } };
}
