import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in letters that survive URLs, shells and double clicks. */
export const newSecret = (prefix = ''): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** What is stored of a secret that has 256 random bits: no salt and no slow hash could make it harder to guess. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
