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

export function readCorpus(file: string): Corpus {
  const name = path.basename(file).replace(/\.[^.]*$/, '');
  const dialogues = parseDialogues(readFileSync(file, 'utf8'), file);
  if (dialogues.length === 0) throw new Error(`${file}: no dialogues in it`);
  return { name, dialogues, samples: dialogues.map(readSample) };
}
