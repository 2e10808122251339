import { useEffect, useState } from 'react';
import { ago } from '../format';

const TICK_MS = 10_000;

/** How long ago something was; goes on by itself. */
export function Age({ instant }: { instant: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const clock = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(clock);
  }, [instant]);
  return <span>{ago(now - Date.parse(instant))}</span>;
}
