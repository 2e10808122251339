import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'powerpulse_session';
const VALUE = new RegExp(`(?:^|;) *${NAME}=([\\w-]{43}) *(?:;|$)`);

export const sessionIn = ({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined =>
  VALUE.exec(headers.cookie ?? '')?.[1];

interface CookieOptions {
  secure: boolean;
  seconds: number;
}

/** Scripts can't read it, other sites can't send it. */
export function setSession(reply: FastifyReply, value: string, { secure, seconds }: CookieOptions): void {
  const parts = [`${NAME}=${value}`, 'Path=/', `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Strict'];
  void reply.header('set-cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
}
