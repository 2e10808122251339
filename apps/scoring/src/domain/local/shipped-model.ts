import file from './model.json' with { type: 'json' };
import { compileModel } from './model.js';

/** Trained by tools/satisfaction; see docs/model-card.md. */
export const MODEL = compileModel(file);
