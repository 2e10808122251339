import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 32 MiB, three times over: what OWASP asks of scrypt. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 } as const satisfies ScryptOptions;
const BYTES = 32;

/** Two ways to type ä are one password. */
const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, BYTES, COST, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

/** The cost stands in front, so that a dearer one can come later. */
const SCHEME = `scrypt:${COST.N}:${COST.r}:${COST.p}`;

export async function passwordHash(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return [SCHEME, salt.toString('base64url'), key.toString('base64url')].join('$');
}

const NOBODYS = [
  SCHEME,
  randomBytes(16).toString('base64url'),
  randomBytes(BYTES).toString('base64url'),
].join('$');

/** Takes as long where there is no account or no password: the time tells nothing. */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const [scheme, salt = '', key = ''] = (hash ?? NOBODYS).split('$');
  if (scheme !== SCHEME) throw new Error(`passwords of the scheme ${String(scheme)} can not be checked`);
  const derived = await derive(password, Buffer.from(salt, 'base64url'));
  return timingSafeEqual(derived, Buffer.from(key, 'base64url')) && hash !== null;
}
