import { Skeleton } from '@mantine/core';
import { type ReactNode, startTransition, useEffect, useState } from 'react';

/** Safari has no idle callbacks. */
const SOON_MS = 200;
const whenIdle = (go: () => void): (() => void) => {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(go, SOON_MS);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(go, { timeout: 1_000 });
  return () => cancelIdleCallback(idle);
};

/**
 * What stands below the first screen: one part after the other as soon as nothing else is to be done, in slices of a few
 * milliseconds. Whoever clicks or types meanwhile is answered at once.
 */
export function OneByOne({ parts }: { parts: readonly ReactNode[] }) {
  const [there, setThere] = useState(0);
  const more = there < parts.length;
  useEffect(() => {
    if (more) return whenIdle(() => startTransition(() => setThere(there + 1)));
  }, [there, more]);
  return (
    <>
      {parts.slice(0, there)}
      {/* A new one each time: one that moves down would be a layout shift. */}
      {more && <Skeleton key={there} height={480} aria-label="Loading" />}
    </>
  );
}
