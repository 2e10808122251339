/** Too common as words to be hidden in lower case. */
const ALSO_WORDS = new Set(
  'will may mark grace hope bill rich art rose sue pat drew chase dawn faith joy june april summer summers iris ivy jade ruby pearl lily daisy holly heather amber ginger rusty sandy rob bob jack frank guy max dean dale glen cliff ray reed wade lane miles page brook hunter mason cooper baker cook fisher king young long short white black brown green gray grey day bush wood woods rivers stone field brooks banks bell ball hall hill price wise sharp strong love best good gold silver cash penny rush case carry don jean sky star'.split(
    ' ',
  ),
);

/** Parts of account names that name no person. */
const NOT_NAMES = new Set(
  'the and for mr mrs ms miss dr prof sir support team admin administrator agent agents help helpdesk desk customer customers service services care client user users sales info contact office bot system unknown anonymous guest test live chat operator moderator manager staff none null com net org mail email de la van von der den del dos das bin al el'.split(
    ' ',
  ),
);

/** `My name is Anna Berg`, `Hi Anna,`, `this is Tom from ...`, `Regards, Tom`: names that the conversation itself tells. */
const NAME = String.raw`\p{Lu}[\p{L}'’-]+(?:[ ]+(?:(?:van|von|de|der|den|del|la|da|di|bin|al|el|O)[ ]+)?\p{Lu}[\p{L}'’.-]*){0,3}`;
const INTRODUCED: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:[Mm]y (?:full )?name(?:'s| is| was)?|[Nn]ame(?: is)?\s*:|[Ii]ch (?:bin|hei(?:ss|ß)e)|[Mm]ein [Nn]ame ist|[Mm]e llamo|[Mm]i nombre es|[Jj]e m'appelle|[Mm]on nom est|[Mm]i chiamo|[Mm]eu nome é|(?:[Ii] am|I['’]m|[Tt]his is|[Yy]ou(?: are|['’]re) (?:speaking|chatting) (?:with|to))(?! (?:Not|So|Very|Still|Just)\b))[ ]+(${NAME})`,
    'gu',
  ),
  new RegExp(
    String.raw`\b(?:Hi|Hello|Hey|Dear|Hallo|Hola|Bonjour|Ciao|Olá|Thanks|Thank you|Thx|Cheers|Sorry)(?: there)?,?[ ]+(?:(?:Mr|Mrs|Ms|Miss|Dr|Herr|Frau|Se[ñn]ora?|Monsieur|Madame)\.?[ ]+)?(${NAME})(?=\s*(?:[,!.:;?)/]|$|[-–—]|and\b|for\b|from\b))`,
    'gu',
  ),
  new RegExp(
    String.raw`\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Se[ñn]ora?|Monsieur|Madame)\.?[ ]+(${NAME})`,
    'gu',
  ),
  new RegExp(
    String.raw`\b(?:[Rr]egards|[Ss]incerely|[Cc]heers|Best|Yours|Grüße|Gruß|Saludos|Cordialement),?[ /]+(${NAME})`,
    'gu',
  ),
];

/** First words of sentences that greetings and introductions are often followed by. */
const NO_NAME_AFTER_GREETING = new Set(
  'i we you they he she it there all everyone team guys folks sir madam support what when where why how can could please thanks thank is are do does did my our your this that the a an no yes ok okay not still just sorry happy glad hello hi hey dear from for and but so if as at in on to of with about any anything anyone good morning afternoon evening day monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december english german french spanish stripe paypal google apple amazon twitter facebook'.split(
    ' ',
  ),
);

/** Names that the texts themselves tell. */
export function namesTold(texts: readonly string[]): string[] {
  const names = new Set<string>();
  for (const text of texts)
    for (const pattern of INTRODUCED)
      for (const match of text.matchAll(pattern)) {
        const words = (match[1] ?? '').split(/ +/).filter((word) => word.length > 1);
        while (words.length > 0 && NO_NAME_AFTER_GREETING.has((words[0] ?? '').toLowerCase())) words.shift();
        const stop = words.findIndex((word) => NO_NAME_AFTER_GREETING.has(word.toLowerCase()));
        const name = (stop < 0 ? words : words.slice(0, stop)).join(' ').replace(/[.'’-]+$/u, '');
        if (name.length > 1) names.add(name);
      }
  return [...names];
}

/** One pattern for all names and their parts; null where there is none. Longest first. */
export function namePattern(names: readonly string[]): RegExp | null {
  const words = new Set<string>();
  for (const name of names) {
    const whole = name.replaceAll(/@.*$/g, '').trim();
    const parts = whole
      .split(/[\s._,;/+-]+|(?<=\p{Ll})(?=\p{Lu})/u)
      .map((part) => part.replace(/^\d+|\d+$/g, ''));
    if (whole.length >= 3 && parts.some((part) => isName(part))) words.add(whole);
    for (const part of parts) if (isName(part)) words.add(part);
  }
  if (words.size === 0) return null;
  const alternatives = [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).map(alternative);
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}_])`, 'gu');
}

function isName(part: string): boolean {
  return part.length >= 2 && /\p{L}/u.test(part) && !NOT_NAMES.has(part.toLowerCase());
}

/** In any case; a name that is also a word (or very short) only as a name is written. */
function alternative(name: string): string {
  const careful = ALSO_WORDS.has(name.toLowerCase()) || name.length <= 2;
  let pattern = '';
  for (const [index, character] of Array.from(name).entries())
    pattern += careful ? exact(character, index) : anyCase(character);
  return pattern;
}

const escaped = (character: string) =>
  /[\p{L}\p{N}]/u.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

const exact = (character: string, index: number) =>
  index === 0 ? escaped(character.toUpperCase()) : anyCase(character);

function anyCase(character: string): string {
  if (/\s/.test(character)) return String.raw`\s+`;
  const forms = new Set(Array.from(character.toLowerCase() + character.toUpperCase()).map(escaped));
  const [first = ''] = forms;
  return forms.size === 1 ? first : `[${[...forms].join('')}]`;
}
