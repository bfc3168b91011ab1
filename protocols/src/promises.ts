// What each protocol promises, by its name.
import { protocols } from './index.ts';
import type { ProtocolPromise } from './promise.ts';

export const promises: Readonly<Record<string, ProtocolPromise>> = Object.fromEntries(
  protocols.map(({ name, promise }) => [name, promise]),
);

/** Protocol -> the timers that it trusts: those that do not are not here. */
export const trustedTimers: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  protocols.flatMap(({ name, promise: { trustsTimers } }) => (trustsTimers ? [[name, trustsTimers]] : [])),
);
