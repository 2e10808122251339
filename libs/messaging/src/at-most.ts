/** For waits that need a broker which may just have gone: whichever comes first. A failure counts as an end, too. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([Promise.allSettled([work]), late]);
  clearTimeout(timer);
}
