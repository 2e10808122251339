/** `npm run train:satisfaction -- FILE...`: the shipped model from data that stays outside the repository. */
import { writeFileSync } from 'node:fs';
import { readCorpus } from './corpora.js';
import { fitModel } from './fit-model.js';
import { fingerprint } from './trained-on.js';

const MODEL_FILE = new URL('../../apps/scoring/src/domain/local/model.json', import.meta.url);
const TRAINED_ON_FILE = new URL('./trained-on.json', import.meta.url);

const files = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
if (files.length === 0) throw new Error('npm run train:satisfaction -- FILE...');

const corpora = files.map(readCorpus);
const model = fitModel(corpora.map(({ samples }) => ({ samples, weight: 1 })));
const content = `${JSON.stringify(model)}\n`;
writeFileSync(MODEL_FILE, content);
const seen = corpora.map(({ name, dialogues }) => ({
  name,
  dialogues: dialogues.map(fingerprint),
}));
writeFileSync(TRAINED_ON_FILE, `${JSON.stringify({ files: seen }, null, 2)}\n`);
console.log(
  `${(content.length / 1e6).toFixed(2)} MB from ${corpora.map(({ name, dialogues }) => `${name} (${dialogues.length} dialogues)`).join(' and ')}`,
);
