// Moments as a query names them: how much is known (`asOf`, system time), and of when (`validAt`, valid time).
import { Time, TIME_PATTERN } from '@saga-lab/contracts/dtos/time';
import { z } from 'zod';
import type { CommitStore } from '../../store/store.ts';
import { invalidQuery } from './problem.ts';

const NO_MOMENT = 'must be a version, such as 3, or a time with its zone, such as 2026-01-31T12:00:00Z';
const isVersion = (text: string): boolean => !text.includes('T');

/** A version of one thing, or a time by the clock of the service's database. */
export const AsOf = z
  .string()
  .regex(new RegExp(`^([1-9]\\d{0,11}|${TIME_PATTERN})$`), NO_MOMENT)
  .refine((text) => isVersion(text) || Time.safeParse(text).success, NO_MOMENT)
  .describe('A version (3), or a time with its zone (2026-01-31T12:00:00Z): as it was recorded by then');

/** Many things have no version in common, so a list has a time. */
export const AsOfTime = Time.describe(
  'A time with its zone (2026-01-31T12:00:00Z): as they were recorded by then',
);

export const ValidAt = Time.describe(
  'A time with its zone (2026-01-31T12:00:00Z): as it was then, as it is known now, with corrections; together with `asOf`: as it was known at that moment',
);

/** Query parameters of a list. */
export const momentParameters = { asOf: AsOfTime.optional(), validAt: ValidAt.optional() };

/** Of a stream: what it had by a version, by a time, or by both. Without either: all of it. */
export interface PastMoment {
  readonly version?: number;
  /** Milliseconds since the epoch. */
  readonly time?: number;
}

/** What is known, and of which instant it is asked. */
export interface Moments {
  readonly known: PastMoment;
  readonly validAt?: number;
}

/** @throws Problem 400 for a time that has not come by the database's clock; `field`: where it was asked for. */
export const pastMoment = async (
  store: Pick<CommitStore, 'now'>,
  field: string,
  text: string,
): Promise<PastMoment> => {
  if (isVersion(text)) return { version: Number(text) };
  return { time: await pastTime(store, field, text) };
};

/** @throws Problem as `pastMoment` */
export const pastTime = async (
  store: Pick<CommitStore, 'now'>,
  field: string,
  text: string,
): Promise<number> => {
  const time = Date.parse(text);
  const now = await store.now();
  if (time <= now) return time;
  throw invalidQuery(field, `is in the future: it is ${new Date(now).toISOString()} now`);
};

export interface MomentsQuery {
  readonly asOf?: string | undefined;
  readonly validAt?: string | undefined;
}

/** `undefined`: it is asked for as it is now. @throws Problem as `pastMoment` */
export const momentsIn = async (
  store: Pick<CommitStore, 'now'>,
  { asOf, validAt }: MomentsQuery,
): Promise<Moments | undefined> => {
  if (asOf === undefined && validAt === undefined) return undefined;
  const known = asOf === undefined ? {} : await pastMoment(store, 'asOf', asOf);
  return { known, ...(validAt !== undefined && { validAt: await pastTime(store, 'validAt', validAt) }) };
};

/** Of two moments what both have. */
export const earlierOf = (a: PastMoment, b: PastMoment): Required<PastMoment> => ({
  version: Math.min(a.version ?? Infinity, b.version ?? Infinity),
  time: Math.min(a.time ?? Infinity, b.time ?? Infinity),
});

export const isIn = (
  { version, at }: { readonly version: number; readonly at: number },
  { version: last = Infinity, time = Infinity }: PastMoment,
): boolean => version <= last && at <= time;
