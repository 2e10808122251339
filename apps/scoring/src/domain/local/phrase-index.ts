export interface Phrase {
  /** The words after the first. */
  rest: readonly string[];
  /** Places of the lists it stands in. */
  labels: readonly number[];
}

/** Phrases by their first word, longest first. */
export function indexPhrases(lists: readonly (readonly string[])[]): ReadonlyMap<string, readonly Phrase[]> {
  const byPhrase = new Map<string, number[]>();
  lists.forEach((phrases, label) => {
    for (const phrase of phrases) byPhrase.set(phrase, [...(byPhrase.get(phrase) ?? []), label]);
  });
  const index = new Map<string, Phrase[]>();
  for (const [phrase, labels] of byPhrase) {
    const [first = '', ...rest] = phrase.split(' ');
    index.set(first, [...(index.get(first) ?? []), { rest, labels }]);
  }
  for (const phrases of index.values()) phrases.sort((a, b) => b.rest.length - a.rest.length);
  return index;
}

/** The longest of the phrases that begin at a word, or null. */
export function longestAt(phrases: readonly Phrase[], words: readonly string[], at: number): Phrase | null {
  for (const phrase of phrases) if (follows(words, at + 1, phrase.rest)) return phrase;
  return null;
}

function follows(words: readonly string[], from: number, rest: readonly string[]): boolean {
  for (let i = 0; i < rest.length; i++) if (words[from + i] !== rest[i]) return false;
  return true;
}
