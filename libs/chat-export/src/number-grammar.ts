/** States inside a JSON number. The ones from `ENDABLE` on may be its end. */
const AFTER_MINUS = 0;
const AFTER_POINT = 1;
const AFTER_E = 2;
const AFTER_E_SIGN = 3;
const ENDABLE = 4;
const ZERO = 4;
const INTEGER = 5;
const FRACTION = 6;
const EXPONENT = 7;

/** The byte isn't part of the number any more. */
export const NUMBER_OVER = -1;

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

export const numberMayEnd = (state: number): boolean => state >= ENDABLE;

export function firstNumberState(byte: number): number {
  if (byte === MINUS) return AFTER_MINUS;
  return byte === DIGIT_0 ? ZERO : INTEGER;
}

export function nextNumberState(state: number, byte: number): number {
  if (byte >= DIGIT_0 && byte <= DIGIT_9) return afterDigit(state, byte);
  if (byte === POINT) return state === ZERO || state === INTEGER ? AFTER_POINT : NUMBER_OVER;
  if (byte === 0x65 || byte === 0x45) return state >= ZERO && state <= FRACTION ? AFTER_E : NUMBER_OVER;
  if (byte === MINUS || byte === PLUS) return state === AFTER_E ? AFTER_E_SIGN : NUMBER_OVER;
  return NUMBER_OVER;
}

function afterDigit(state: number, byte: number): number {
  if (state === AFTER_MINUS) return byte === DIGIT_0 ? ZERO : INTEGER;
  if (state === ZERO) return NUMBER_OVER;
  if (state === AFTER_POINT) return FRACTION;
  if (state === AFTER_E || state === AFTER_E_SIGN) return EXPONENT;
  return state;
}
