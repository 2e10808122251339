/** How a message begins: by its first word. */
const WORDS_BY_OPENING: Readonly<Record<string, string>> = {
  yes: 'yes yep yup sure correct right exactly absolutely definitely perfect great awesome wonderful excellent good nice cool sounds fine ok okay yeah alright please',
  no: 'no nah negative not dont',
  nope: 'nope nothing',
  okay: 'ok okay yeah alright fine well',
  that: 'that thats this it its',
  but: 'but actually instead wait hmm hm oh um sorry',
  can: 'can could would will do does is are may',
  what: 'what whats which where when who how why whens wheres',
  i: 'i id im ill ive',
  thank: 'thank thanks',
  sounds: 'sounds',
};

export const OPENINGS = Object.keys(WORDS_BY_OPENING);
/** In the order of OPENINGS. */
export const OPENING_WORDS = OPENINGS.map((opening) => (WORDS_BY_OPENING[opening] ?? '').split(' '));
