import { ROLE_NAMES, type Role } from './roles.js';

/** Which claims say what: issuers differ. */
export interface ClaimNames {
  readonly organization: string;
  readonly role: string;
  readonly email: string;
}

export interface TokenIdentity {
  readonly organization: string;
  readonly role: Role;
  readonly subject: string;
  readonly email: string | null;
}

type Claims = Readonly<Record<string, unknown>>;

/** Clocks may differ so much; a token from later than that was not issued yet. */
const SKEW_SECONDS = 60;

/** Whom the claims of a verified token describe; undefined: nobody that is known here. Of several roles the highest. */
export function identityIn(claims: Claims, names: ClaimNames, nowSeconds: number): TokenIdentity | undefined {
  const { sub, iat } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > 200) return undefined;
  if (iat !== undefined && (typeof iat !== 'number' || iat > nowSeconds + SKEW_SECONDS)) return undefined;
  const organization = claims[names.organization];
  if (typeof organization !== 'string') return undefined;
  const given = [claims[names.role]].flat();
  const role = ROLE_NAMES.find((name) => given.includes(name));
  if (role === undefined) return undefined;
  const email = claims[names.email];
  return {
    organization,
    role,
    subject: sub,
    email: typeof email === 'string' ? email.normalize('NFKC').trim().toLowerCase() : null,
  };
}
