/** What stands in an answer: one JSON object, or why there is none. Fences and prose around it are tolerated. */
export type Extracted = { value: Record<string, unknown> } | { problem: string };

export function extractJson(content: string): Extracted {
  const trimmed = content.trim();
  if (trimmed === '') return { problem: 'empty answer' };
  const whole = parsed(trimmed);
  if (whole !== undefined) return isObject(whole) ? { value: whole } : { problem: 'not a JSON object' };
  const spans = topLevelObjects(trimmed);
  if (spans.length > 1) return { problem: 'more than one JSON object' };
  const [span] = spans;
  const inner = span === undefined ? undefined : parsed(span);
  return inner !== undefined && isObject(inner) ? { value: inner } : { problem: 'not JSON' };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Balanced `{...}` outside of each other, strings respected. */
function topLevelObjects(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"' && depth > 0) quoted = true;
    else if (character === '{') {
      if (depth === 0) start = i;
      depth += 1;
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) found.push(text.slice(start, i + 1));
    }
  }
  return found;
}
