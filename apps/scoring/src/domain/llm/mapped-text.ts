/**
 * A text as it is shown to a model, and for each of its characters where in the original it comes from: so that a quote
 * of what was shown is found again in what was written, whatever was replaced in between.
 */
export interface MappedText {
  text: string;
  /** Original offsets: of each shown character its first original one, and the one after its last. */
  starts: readonly number[];
  ends: readonly number[];
}

/** UTF-16 offsets, in the shown text. */
export interface Replacement {
  start: number;
  end: number;
  by: string;
}

export function unchanged(text: string): MappedText {
  const starts = Array.from({ length: text.length }, (_, i) => i);
  return { text, starts, ends: starts.map((i) => i + 1) };
}

/** Replacements in order and without overlap; one that overlaps the one before it is left out. */
export function replaceSpans(source: MappedText, replacements: readonly Replacement[]): MappedText {
  const text: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  const copyUntil = (end: number) => {
    text.push(source.text.slice(at, end));
    for (let i = at; i < end; i++) {
      starts.push(source.starts[i] ?? 0);
      ends.push(source.ends[i] ?? 0);
    }
    at = end;
  };
  for (const { start, end, by } of replacements) {
    if (start < at || end <= start) continue;
    copyUntil(start);
    const [from, to] = [source.starts[start] ?? 0, source.ends[end - 1] ?? 0];
    text.push(by);
    for (let i = 0; i < by.length; i++) {
      starts.push(from);
      ends.push(to);
    }
    at = end;
  }
  copyUntil(source.text.length);
  return { text: text.join(''), starts, ends };
}

/** Every match of a pattern (global), replaced. */
export function replaceMatches(
  source: MappedText,
  pattern: RegExp,
  by: (match: string) => string,
): MappedText {
  const found: Replacement[] = [];
  for (const match of source.text.matchAll(pattern))
    found.push({ start: match.index, end: match.index + match[0].length, by: by(match[0]) });
  return found.length === 0 ? source : replaceSpans(source, found);
}

/** The original span behind a shown one. */
export function originalSpan(
  { starts, ends }: MappedText,
  start: number,
  length: number,
): { start: number; length: number } {
  const from = starts[start] ?? 0;
  const to = ends[start + length - 1] ?? from;
  return { start: from, length: to - from };
}
