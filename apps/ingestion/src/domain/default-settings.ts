/** What holds for an organization that never changed its settings. */
export const DEFAULT_AUTO_RESPONSE_PATTERNS: readonly string[] = ['*977#'];
