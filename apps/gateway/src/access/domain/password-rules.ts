export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

/** Parts that make a password long without making it hard to guess. */
const WORN = ['password', 'passwort', 'qwerty', 'letmein', 'welcome', 'admin', 'powerpulse', 'abc', '123'];

/** Why this can't be a password; undefined: it can. Any characters are welcome, none is demanded. */
export function passwordProblem(password: string, email: string): string | undefined {
  const text = password.normalize('NFKC').toLowerCase();
  const length = [...text].length;
  if (length < SHORTEST_PASSWORD) return `must have at least ${SHORTEST_PASSWORD} characters`;
  if (length > LONGEST_PASSWORD) return `must have at most ${LONGEST_PASSWORD} characters`;
  if (new Set(text).size < 5) return 'repeats itself: use at least 5 different characters';
  const [name = ''] = email.split('@');
  const rest = [...WORN, email, name].reduce((left, part) => left.replaceAll(part, ''), text);
  if ([...rest.replaceAll(/\d/g, '')].length < 4) return 'is among the first that anybody would guess';
  return undefined;
}
