/** Text graphics of the terminal. */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

export const count = (n: number): string => n.toLocaleString('en-US');

/** What was not measured is a dash, never 0. */
export function decimal(value: number | null, digits = 1): string {
  return value === null ? '–' : value.toFixed(digits);
}

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** One line of at most `width` characters; what came from outside may hold line breaks and control characters. */
export function oneLine(text: string, width: number): string {
  const flat = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  const letters = Array.from(flat);
  return letters.length > width ? `${letters.slice(0, width - 1).join('')}…` : flat;
}

/** A time as people say it. */
export function duration(minutes: number | null): string {
  if (minutes === null) return '–';
  if (minutes < 1) return `${decimal(minutes * 60, 0)} seconds`;
  if (minutes < 120) return `${decimal(minutes)} minutes`;
  if (minutes < 48 * 60) return `${decimal(minutes / 60)} hours`;
  return `${decimal(minutes / 60 / 24)} days`;
}
