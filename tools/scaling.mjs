// What a load needs, worked out from measured rates: `node tools/scaling.mjs [conversations a day]`. docs/scaling.md has its table.
// A day is simulated hour by hour, and the parts are sized for the busiest.

/** Per 1,000 conversation-days, measured with 20,000 conversations; docs/scaling.md says how. */
const RATES = {
  /** From upload to read model, with the local scorer. */
  cpuSeconds: {
    gateway: 0.11,
    ingestion: 0.26,
    'day-splitting': 0.16,
    scoring: 0.4,
    analytics: 0.31,
    postgres: 0.93,
    nats: 0.13,
  },
  /** With indexes. */
  postgresBytes: 13.9e6,
  streamBytes: 2.5e6,
};

const ASSUMED = {
  /** Of a conversation. */
  days: 1.1,
  /** The busiest hour has so many times the mean. */
  peak: 3,
  /** A core is planned to be busy for this share of the time. */
  busy: 0.6,
  /** US dollars: a core with 4 GB for a month; a GB of disk for a month. */
  coreMonth: 25,
  gigabyteMonth: 0.12,
  /** Days of history on the fast disk. */
  keptDays: 365,
  /** Two replicas of everything, three of PostgreSQL and NATS, nearly idle. */
  leastCores: 8,
};

/** Share of the day's load in each hour: a cosine over the day with the given peak, never below nothing. */
function hours(peak) {
  const swing = Array.from(
    { length: 24 },
    (_, hour) => Math.max(0, 1 - Math.cos((2 * Math.PI * hour) / 24)) ** 2.2,
  );
  const mean = swing.reduce((sum, one) => sum + one, 0) / 24;
  const highest = Math.max(...swing) / mean;
  // Between flat (1) and the curve's own peak.
  const mix = Math.min(1, (peak - 1) / (highest - 1));
  return swing.map((one) => (1 - mix + (mix * one) / mean) / 24);
}

function need(conversations) {
  const days = conversations * ASSUMED.days;
  const load = hours(ASSUMED.peak).map((share) => share * days);
  const peakPerSecond = Math.max(...load) / 3600;
  const parts = Object.entries(RATES.cpuSeconds).map(([part, seconds]) => ({
    part,
    cores: (peakPerSecond * seconds) / 1000 / ASSUMED.busy,
  }));
  const cores = parts.reduce((sum, one) => sum + one.cores, 0);
  const gigabytesADay = (days * RATES.postgresBytes) / 1000 / 1e9;
  const streamGigabytesADay = (days * RATES.streamBytes) / 1000 / 1e9;
  const machines = Math.max(ASSUMED.leastCores, Math.ceil(cores));
  const month = machines * ASSUMED.coreMonth + gigabytesADay * ASSUMED.keptDays * ASSUMED.gigabyteMonth;
  return { peakPerSecond, parts, cores, gigabytesADay, streamGigabytesADay, month };
}

const number = (value, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });

export function table(loads = [10_000, 100_000, 1_000_000, 10_000_000]) {
  const needs = loads.map(need);
  const row = (name, text) => `| ${name} | ${needs.map(text).join(' | ')} |`;
  return [
    `| conversations a day | ${loads.map((load) => number(load)).join(' | ')} |`,
    `|---|${loads.map(() => '---:').join('|')}|`,
    row('conversation-days in the busiest second', ({ peakPerSecond }) => number(peakPerSecond, 1)),
    ...needs[0].parts.map(({ part }, index) =>
      row(`cores: ${part}`, ({ parts }) => number(parts[index].cores, 2)),
    ),
    row('cores in all', ({ cores }) => number(cores, 2)),
    row('PostgreSQL, GB a day', ({ gigabytesADay }) => number(gigabytesADay, 2)),
    row('PostgreSQL, TB a year', ({ gigabytesADay }) => number((gigabytesADay * ASSUMED.keptDays) / 1000, 2)),
    row('event stream, GB a day', ({ streamGigabytesADay }) => number(streamGigabytesADay, 2)),
    row('US dollars a month, without a model', ({ month }) => number(month)),
  ].join('\n');
}

if (import.meta.main) console.log(table(process.argv[2] ? [Number(process.argv[2])] : undefined));
