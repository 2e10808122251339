import { HttpProblem, invalidParameter } from './problem.js';

const MAX_PARAMETERS = 40;

/** Refuses what a lenient parser would guess at: repeated parameters, broken escapes, floods of parameters. */
export function checkQueryString(url: string): void {
  const at = url.indexOf('?');
  if (at < 0 || at === url.length - 1) return;
  const seen = new Set<string>();
  const parts = url.slice(at + 1).split('&');
  if (parts.length > MAX_PARAMETERS) {
    throw new HttpProblem('invalid-request', `More than ${String(MAX_PARAMETERS)} query parameters.`);
  }
  for (const part of parts) {
    const [key = '', ...value] = part.split('=').map(decode);
    if (value.some((piece) => piece === undefined) || key.length > 100) {
      throw new HttpProblem('invalid-request', 'The query string has a malformed percent escape or name.');
    }
    // No call has a parameter of such a name, and object mappers trip over them.
    if (key in Object.prototype) throw invalidParameter(key, 'is not known here');
    if (seen.has(key)) throw invalidParameter(key, 'must not be given more than once');
    seen.add(key);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new HttpProblem('invalid-request', 'The query string has a malformed percent escape.');
  }
}
