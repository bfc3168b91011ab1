// How long ago something was, for people.
const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
] as const;

/** In the largest unit that gives at least 1: `3 min`. */
export const duration = (ms: number): string => {
  const step = STEPS.find((each) => ms >= each.ms) ?? { unit: 's', ms: 1_000 };
  return `${Math.floor(ms / step.ms)} ${step.unit}`;
};

/** Between two instants in ISO 8601. */
export const age = (since: string, now: string): string =>
  duration(Math.max(0, Date.parse(now) - Date.parse(since)));
