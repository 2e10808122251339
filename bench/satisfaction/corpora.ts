import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDialogues, type Dialogue } from './dialogues.js';
import { readSample, type Sample } from './samples.js';

export interface Corpus {
  /** The file's name without its ending. */
  name: string;
  dialogues: readonly Dialogue[];
  samples: readonly Sample[];
}

/** `limit`: only the first so many dialogues. */
export function readCorpus(file: string, limit: number | null = null): Corpus {
  const name = path.basename(file).replace(/\.[^.]*$/, '');
  const dialogues = parseDialogues(readFileSync(file, 'utf8'), file).slice(0, limit ?? undefined);
  if (dialogues.length === 0) throw new Error(`${file}: no dialogues in it`);
  return { name, dialogues, samples: dialogues.map(readSample) };
}
