/** So many different identifiers of people and accounts, in the forms in which people write them, with a text around each. */
export interface Planted {
  /** What must not be found in a prompt. */
  value: string;
  text: string;
  /** Known as the customer's name. */
  name: string | null;
}

const digits = (seed: number, length: number): string => {
  let state = seed * 7_919 + 13;
  let out = '';
  for (let i = 0; i < length; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    out += String((state >> 8) % 10);
  }
  return out;
};

const grouped = (text: string, size: number, separator: string): string =>
  (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(separator);

function card(seed: number): string {
  const body = `4${digits(seed, 14)}`;
  const sum = Array.from(body, Number).reduce((total, digit, index) => {
    const doubled = index % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

const FIRST = [
  'Zelda',
  'Quentin',
  'Ottilie',
  'Jaroslav',
  'Xenia',
  'Thandiwe',
  'Ingeborg',
  'Ximena',
  'Bartosz',
  'Ulrike',
];
const LAST = [
  'Vanderbilt',
  'Okonkwo',
  'Szymanski',
  'Quispe',
  'Haraldsson',
  'Featherstone',
  'Papadakis',
  'Mbeki',
  'Löwenthal',
  'Ferreira',
];

const KINDS: readonly ((n: number) => Planted)[] = [
  (n) => plain(`user.${n}@mail${n}.example.com`, (v) => `You can reach me at ${v}, thanks`),
  (n) => plain(`Jane_${n}+shop@corp-${n}.co.uk`, (v) => `mail:${v} please`),
  (n) => plain(`joe${n} (at) web${n} (dot) de`, (v) => `write to ${v} instead`),
  (n) => plain(`+1 (415) 55${digits(n, 1)}-${digits(n + 1, 4)}`, (v) => `Call me on ${v} after six`),
  (n) => plain(`0${grouped(digits(n, 10), 3, ' ')}`, (v) => `my number is ${v}`),
  (n) => plain(`+49${digits(n, 11)}`, (v) => `whatsapp ${v}`),
  (n) => plain(grouped(card(n), 4, ' '), (v) => `I paid with ${v} yesterday`),
  (n) => plain(grouped(card(n + 500), 4, '-'), (v) => `the card ${v} was charged twice`),
  (n) => plain(`DE${digits(n, 2)} ${grouped(digits(n, 18), 4, ' ')}`, (v) => `refund to ${v}`),
  (n) => plain(`GB${digits(n, 2)}NWBK${digits(n, 14)}`, (v) => `my IBAN ${v}`),
  (n) => plain(`10.${n % 250}.${(n * 7) % 250}.${(n * 13) % 250}`, (v) => `I connect from ${v} and it fails`),
  (n) =>
    plain(
      `2001:db8:${(n + 4096).toString(16)}::8a2e:370:${(n + 4097).toString(16)}`,
      (v) => `IPv6 ${v} is blocked`,
    ),
  (n) => plain(`https://acme.example.com/account/${digits(n, 6)}?token=t${n}`, (v) => `see ${v}`),
  (n) => plain(`www.family-${n}.net/photos`, (v) => `my page ${v} is down`),
  (n) => plain(digits(n, 5) + String(n), (v) => `account number: ${v}`),
  (n) => plain(`AB-${digits(n, 6)}`, (v) => `order #${v} never came`),
  (n) => plain(`1Z${digits(n, 12)}W`, (v) => `tracking ${v} says lost`),
  (n) => plain(`@some_handle_${n}`, (v) => `${v} hello? anyone?`),
  (n) => {
    const value = `${FIRST[n % 10] ?? ''}${String.fromCharCode(97 + (n % 26))} ${LAST[Math.floor(n / 3) % 10] ?? ''}`;
    return { value, text: `It is about ${value}, as you know`, name: value };
  },
  (n) => {
    const value = `${LAST[n % 10] ?? ''}${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + (n % 7))}`;
    return plain(value, (v) => `My name is ${v} and I still wait. Sincerely, ${v}`);
  },
];

function plain(value: string, text: (value: string) => string): Planted {
  return { value, text: text(value), name: null };
}

export const plantedIdentifiers = (count: number): Planted[] =>
  Array.from({ length: count }, (_, i) => {
    const kind = KINDS[i % KINDS.length];
    if (kind === undefined) throw new Error('no such kind');
    return kind(Math.floor(i / KINDS.length) + 3);
  });
