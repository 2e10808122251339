declare module 'vader-sentiment/src/vader_lexicon.js' {
  /** Word to mean valence, -4..4, as rated by people (Hutto and Gilbert, 2014). */
  export const lexicon: Readonly<Record<string, number>>;
}
