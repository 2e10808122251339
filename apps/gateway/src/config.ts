import { commonConfig } from '@powerpulse/runtime';
import { z } from 'zod';

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

export const gatewayConfig = z
  .object({
    ...commonConfig,
    PORT: commonConfig.PORT.default(3000),
    /** `off`: everybody is the owner. Only where nobody but this machine can connect. */
    AUTH: z.enum(['on', 'off']).default('on'),
    /** The API key with which an installation begins; `pp_` and at least 40 letters, digits, - or _. */
    OWNER_KEY: z
      .string()
      .regex(/^pp_[\w-]{40,200}$/, 'must be pp_ and 40 to 200 letters, digits, - or _: openssl rand -hex 24')
      .optional(),
    /** A session ends so long after it began. */
    SESSION_HOURS: z.coerce.number().int().min(1).max(8_760).default(24),
    /** Requests of one key or session in a minute, at each replica; 0: no limit. */
    RATE_LIMIT_PER_MINUTE: z.coerce.number().int().nonnegative().default(12_000),
    /** Requests of one organization in a minute, at each replica; 0: no limit. */
    ORGANIZATION_RATE_LIMIT_PER_MINUTE: z.coerce.number().int().nonnegative().default(60_000),
    /** Tokens of this issuer are believed; with OIDC_AUDIENCE and OIDC_JWKS_URL. */
    OIDC_ISSUER: z.string().min(1).optional(),
    /** The audience that a token must be for. */
    OIDC_AUDIENCE: z.string().min(1).optional(),
    /** Where the issuer publishes its keys. */
    OIDC_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** The claim that says whose data. */
    OIDC_ORGANIZATION_CLAIM: z.string().min(1).default('organization'),
    /** The claim that says which role; the highest of several counts. */
    OIDC_ROLE_CLAIM: z.string().min(1).default('role'),
    /** The claim that says which agent's conversations. */
    OIDC_EMAIL_CLAIM: z.string().min(1).default('email'),
    /** Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas; none by default. */
    TRUSTED_PROXIES: z.string().optional(),
    /** Sign-ins of one address, at one replica: a password costs a quarter of a second of a processor to check. */
    SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).default(30),
    /** Whether browsers may send the session only over TLS. Default: yes, except on a loopback address. */
    COOKIE_SECURE: flag.optional(),
    /** Larger files are refused with 413. */
    MAX_UPLOAD_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(1024 ** 3),
    /** Keep the uploaded bytes after everything in them has reached the metrics. */
    KEEP_UPLOADS: flag.default(false),
    /** Files that are received at the same time; more are asked to come back. */
    MAX_PARALLEL_UPLOADS: z.coerce.number().int().min(1).max(1000).default(64),
    /** An upload that stops sending for as long belongs to a process that is gone. */
    UPLOAD_ORPHANED_SECONDS: z.coerce.number().int().min(1).default(900),
    /** Slower senders are cut off: they would hold a place for ever. */
    MIN_UPLOAD_BYTES_PER_SECOND: z.coerce.number().int().nonnegative().default(1024),
    /** Seconds over which that speed is measured. */
    UPLOAD_SPEED_SECONDS: z.coerce.number().int().min(1).default(20),
    /** How often the state of unfinished uploads is looked at. */
    PROGRESS_INTERVAL_MS: z.coerce.number().int().min(50).default(1000),
    /** Streams of GET /api/live that an organization may hold open, at each replica. */
    MAX_LIVE_STREAMS: z.coerce.number().int().min(1).max(10_000).default(100),
    /** Origins of browsers that may read answers, separated by commas: exact, none by default. */
    CORS_ORIGINS: z
      .string()
      .default('')
      .transform((list) => list.split(',').map((origin) => origin.trim()))
      .transform((list) => list.filter((origin) => origin !== ''))
      .pipe(
        z.array(
          z.url({ protocol: /^https?$/ }).refine((origin) => new URL(origin).origin === origin, {
            message: 'must be an origin such as https://example.org, without path or trailing slash',
          }),
        ),
      ),
    /** Rows in an answer that is not told how many. */
    DEFAULT_PAGE_SIZE: z.coerce.number().int().min(1).max(100).default(20),
    /** Not above 100: replies between services are sized for that. */
    MAX_PAGE_SIZE: z.coerce.number().int().min(1).max(100).default(100),
    /** Seconds until headers must have come; slower connections are closed. */
    HEADERS_TIMEOUT_SECONDS: z.coerce.number().int().min(1).default(10),
    /** Seconds until a body other than an upload must have come. */
    BODY_TIMEOUT_SECONDS: z.coerce.number().int().min(1).default(30),
    /** Connections at the same time; more are closed at once. */
    MAX_CONNECTIONS: z.coerce.number().int().min(10).default(4000),
  })
  .refine((config) => config.DEFAULT_PAGE_SIZE <= config.MAX_PAGE_SIZE, {
    path: ['DEFAULT_PAGE_SIZE'],
    message: 'must not be above MAX_PAGE_SIZE',
  })
  .refine(({ AUTH, HOST }) => AUTH === 'on' || isLoopback(HOST), {
    path: ['AUTH'],
    message:
      'off makes everybody the owner, so it is for a gateway that only this machine can reach: set HOST to 127.0.0.1, or leave AUTH on',
  })
  .refine(
    ({ OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL }) =>
      new Set([OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL].map((one) => one === undefined)).size === 1,
    {
      path: ['OIDC_ISSUER'],
      message: 'OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL belong together: set all or none',
    },
  )
  .transform(({ COOKIE_SECURE, ...config }) => ({
    ...config,
    COOKIE_SECURE: COOKIE_SECURE ?? !isLoopback(config.HOST),
  }));

export type GatewayConfig = z.infer<typeof gatewayConfig>;

/** Injection token; the configuration is parsed once, in main.ts. */
export const GATEWAY_CONFIG = Symbol('gateway configuration');
