import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** dist/web, beside the compiled services; absent where only sources are (tests of single services). */
const BUNDLE = path.resolve(import.meta.dirname, '../../../../web');

/** Addresses of the dashboard: the page itself finds out what to show. */
const PAGES = [
  '/',
  '/pillars',
  '/uploads',
  '/conversations',
  '/conversations/*',
  '/operations',
  '/settings',
  '/settings/*',
];

/** The static bundle at `/`: hashed files may be kept for ever, the page that names them may not. */
export async function serveDashboard(app: NestFastifyApplication): Promise<void> {
  if (!existsSync(path.join(BUNDLE, 'index.html'))) return;
  await app.register(fastifyStatic, {
    root: BUNDLE,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) => {
      const forever = file.includes(`${path.sep}assets${path.sep}`);
      void reply.header('Cache-Control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const fastify = app.getHttpAdapter().getInstance();
  const page = (_request: FastifyRequest, reply: FastifyReply) => reply.sendFile('index.html');
  for (const url of PAGES) fastify.get(url, page);
}
