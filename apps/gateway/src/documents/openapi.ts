import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../http/problem.js';
import { PROBLEM_MODELS } from '../openapi/problems.js';
import { RejectsDto } from '../progress/rejects.dto.js';

const INTRODUCTION = `Customer satisfaction from chats: every conversation-day is judged, four pillars, one index.

Times are ISO 8601 with an offset, dates YYYY-MM-DD in the organization's time zone, both ends of a range inclusive.
What was not measured is \`null\`, never 0. Unknown or repeated query parameters are refused.

Every error is an RFC 9457 problem document (\`application/problem+json\`). Besides those listed at each call:
${Object.entries(PROBLEMS)
  .map(([code, { status, title }]) => `\n- ${String(status)} \`urn:powerpulse:problem:${code}\`: ${title}.`)
  .join('')}

\`Retry-After\` comes with 429 and 503. What a call demands of its caller's role stands in \`x-permission\`.`;

/** The document of all routes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('PowerPulse')
    .setDescription(INTRODUCTION)
    .setVersion('0.1.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .setOpenAPIVersion('3.1.0')
    .addTag('uploads', 'Chats in, and what became of them.')
    .addTag('metrics', 'The index and its pillars.')
    .addTag('charts', 'Series ready to draw.')
    .addTag('conversations', 'What the numbers are made of.')
    .addTag('judging', 'Scoring jobs, what they cost, what judges are told.')
    .addTag('organization', 'Zone, weights, rules.')
    .addTag('access', 'Keys, members, sessions, what was done.')
    .addTag('operations', 'What went wrong, and history read again.')
    .addTag('health', 'Probes.')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        description: 'An API key (`pp_...`) or a token of the configured OIDC issuer.',
      },
      'bearer',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key.' }, 'apiKey')
    .addCookieAuth(
      'powerpulse_session',
      { type: 'apiKey', in: 'cookie', description: 'A browser in which somebody signed in.' },
      'session',
    )
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('apiKey')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [...PROBLEM_MODELS, RejectsDto],
    operationIdFactory: (_controller, method) => method,
  });
  for (const path of Object.values(document.paths)) {
    for (const method of ['get', 'post', 'put', 'delete'] as const) {
      const operation = path[method];
      if (operation !== undefined && !('x-permission' in operation)) operation.security = [];
    }
  }
  return document;
}

/** Swagger UI at /docs and the document at /openapi.json. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'PowerPulse API',
  });
}
