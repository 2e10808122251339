import type { components } from '../api/generated/openapi';

type Schemas = components['schemas'];

/** What GET /api/live tells, by the names of its events. */
export interface LiveListener {
  /** `complete`: nothing that happened meanwhile is missing; otherwise what is shown has to be read anew. */
  connected: (complete: boolean) => void;
  away: () => void;
  /** Null: numbers of all dates may have changed. */
  metrics: (dates: string[] | null) => void;
  upload: (upload: Schemas['ProgressDto']) => void;
  replay: (replay: Schemas['ReplayDto']) => void;
  pipeline: (pipeline: Schemas['PipelineDto']) => void;
}

/** Where the server refuses for now the browser does not try again by itself. */
const AGAIN_MS = 5_000;
/** A restart of the server is over before anybody has read a banner. */
const AWAY_AFTER_MS = 2_000;

/** One stream for the page, kept up while the page is looked at. Answers with what ends it. */
export function openLiveStream(listener: LiveListener): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let away: ReturnType<typeof setTimeout> | undefined;
  let missed = false;

  const close = () => {
    clearTimeout(again);
    clearTimeout(away);
    away = undefined;
    source?.close();
    source = undefined;
    missed = true;
  };
  const connect = () => {
    close();
    if (document.hidden || !navigator.onLine) return;
    source = listenTo(listener, {
      ready: (resumed) => {
        clearTimeout(away);
        away = undefined;
        listener.connected(resumed || !missed);
        missed = false;
      },
      failed: (ended) => {
        away ??= setTimeout(() => listener.away(), AWAY_AFTER_MS);
        if (ended) again = setTimeout(connect, AGAIN_MS);
      },
    });
  };
  const offline = () => {
    close();
    listener.away();
  };
  const seen = () => (document.hidden ? close() : connect());
  connect();
  missed = false;
  addEventListener('online', connect);
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', seen);
  return () => {
    close();
    removeEventListener('online', connect);
    removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', seen);
  };
}

interface Connection {
  ready: (resumed: boolean) => void;
  failed: (ended: boolean) => void;
}

function listenTo(listener: LiveListener, connection: Connection): EventSource {
  const source = new EventSource('/api/live');
  // What an event holds follows from its name.
  const on = (name: string, take: (data: never) => void) =>
    source.addEventListener(name, ({ data }: MessageEvent<string>) => take(JSON.parse(data) as never));
  on('ready', ({ resumed }: Schemas['LiveReadyDto']) => connection.ready(resumed));
  on('metrics', ({ dates }: Schemas['LiveMetricsDto']) => listener.metrics(dates));
  on('upload', listener.upload);
  on('replay', listener.replay);
  on('pipeline', listener.pipeline);
  source.onerror = () => connection.failed(source.readyState === EventSource.CLOSED);
  return source;
}
