/** Numbers as people read them. What was not measured is a dash, never a zero. */
const NONE = '–';
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  // No "-0.0".
  signDisplay: 'negative',
});
const signed = new Intl.NumberFormat('en', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** Cents, and what is less than one cent in more places. */
export const dollars = (usd: number) =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    maximumSignificantDigits: usd > 0 && usd < 0.01 ? 2 : undefined,
  }).format(usd);
export const count = (value: number) => whole.format(value);
/** "1 day", "1,204 days". */
export const counted = (value: number, thing: string, things = `${thing}s`) =>
  `${count(value)} ${value === 1 ? thing : things}`;
export const score = (value: number | null | undefined) => (value == null ? NONE : one.format(value));
export const change = (value: number) => signed.format(value);
export const percent = (value: number | null | undefined) =>
  value == null ? NONE : `${one.format(value)} %`;
export const share = (value: number | null | undefined) => percent(value == null ? null : value * 100);

/** From minutes. */
export function duration(minutes: number | null | undefined): string {
  if (minutes == null) return NONE;
  if (minutes < 1) return `${whole.format(minutes * 60)} s`;
  if (minutes < 120) return `${one.format(minutes)} min`;
  return minutes < 2880 ? `${one.format(minutes / 60)} h` : `${one.format(minutes / 1440)} days`;
}

export const time = (instant: string, zone?: string) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
    new Date(instant),
  );

export const clock = (instant: string, zone?: string) =>
  new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone: zone }).format(
    new Date(instant),
  );

/** `account-settings` as words. */
export const words = (slug: string) => slug.replaceAll('-', ' ').replaceAll('_', ' ');

/** From milliseconds. */
export function ago(passed: number): string {
  if (passed < 60_000) return 'just now';
  return `${duration(passed / 60_000)} ago`;
}
