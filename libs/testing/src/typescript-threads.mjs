/**
 * Worker threads started by a spec run our sources as they are: Node strips the types, this finds the files. Loaded
 * with `--import` (vitest.config.ts); threads inherit it.
 */
import { registerHooks } from 'node:module';

const LIBRARY = /^@powerpulse\/([a-z-]+)$/;

registerHooks({
  resolve(specifier, context, next) {
    const library = LIBRARY.exec(specifier)?.[1];
    if (library) return next(new URL(`../../${library}/src/index.ts`, import.meta.url).href, context);
    const ours = context.parentURL?.endsWith('.ts') && /^\.\.?\/.*\.js$/.test(specifier);
    return next(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
