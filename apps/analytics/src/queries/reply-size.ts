/** Below the 512 KB of a reply, with room for what stands around the rows. */
const MAX_BYTES = 440_000;

/** As many of the rows as fit, but at least one. */
export function withinReply<R>(rows: readonly R[]): R[] {
  let bytes = 0;
  const end = rows.findIndex((row, i) => {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    return bytes > MAX_BYTES && i > 0;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
}
