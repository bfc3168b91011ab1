// A moment of the past as a person types it: a Lamport value, a time, how long ago, or a version.
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import type { Moment } from '../time-travel/cut.ts';

/** `version`: of the order that it is about. */
export type TypedMoment = Moment | { readonly version: number };

export const momentForms =
  'a Lamport value (42), a time (2026-01-31T12:00:00Z, or 12:00:00 of today), how long ago (-5m, -90s, -2h, -1d), or now';

/** @throws ExitError 64 for what is no moment, and for one in the future. */
export const typedMoment = (text: string, now: number): TypedMoment => {
  const moment = readings.reduce<TypedMoment | undefined>(
    (found, read) => found ?? read(text, now),
    undefined,
  );
  if (moment === undefined)
    throw new ExitError(exitCodes.usage, `${text} is no moment. What is: ${momentForms}`);
  if ('time' in moment && moment.time !== undefined && moment.time > now)
    throw new ExitError(
      exitCodes.usage,
      `${text} is in the future: it is ${new Date(now).toISOString()} now. What will be is not known; ${momentForms}`,
    );
  return moment;
};

type Read = (text: string, now: number) => TypedMoment | undefined;

const lamport: Read = (text) => (/^\d{1,15}$/.test(text) ? { lamport: Number(text) } : undefined);

const version: Read = (text) => {
  const [, digits] = /^v(\d{1,12})$/.exec(text) ?? [];
  return digits === undefined ? undefined : { version: Number(digits) };
};

const present: Read = (text, now) => (text === 'now' ? { time: now } : undefined);

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const ago: Read = (text, now) => {
  const [, amount, unit = ''] = /^-(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? [];
  return amount === undefined ? undefined : { time: now - Math.round(Number(amount) * (units[unit] ?? 0)) };
};

const ISO_8601 = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/** Without a zone it is the time of this machine, as everything that the lab shows in a terminal. */
const iso: Read = (text) => {
  const [, date, time = '00:00', zone = ''] = ISO_8601.exec(text) ?? [];
  if (date === undefined || !isDay(date)) return undefined;
  const instant = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(instant) ? undefined : { time: instant };
};

/** JavaScript takes February 30 for March 2. */
const isDay = (date: string): boolean => {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
};

const ofToday: Read = (text, now) => {
  if (!/^\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(text)) return undefined;
  const day = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  return iso(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${text}`, now);
};

const readings: readonly Read[] = [lamport, version, present, ago, iso, ofToday];
