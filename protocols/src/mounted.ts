// What a service mounts: the roles that it plays in all protocols, and the messages that it takes in for them.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { ZodType } from 'zod';
import { protocols } from './index.ts';
import type { Setting, Timing } from './protocol.ts';

type Parts = Readonly<Record<string, DeciderPart>>;

/** By protocol. */
export const participants = <S, E extends NewEvent>(setting: Setting<S, E>, timing: Timing): Parts =>
  Object.fromEntries(protocols.map(({ name, participant }) => [name, participant(setting, timing)]));

/** By protocol; those that do without have none. */
export const coordinators = (timing: Timing): Parts =>
  Object.fromEntries(
    protocols.flatMap(({ name, coordinator }) => (coordinator ? [[name, coordinator(timing)]] : [])),
  );

/** Of all that reaches this service through the broker, by type. */
export const schemasFor = (service: ServiceName): Readonly<Record<string, ZodType>> =>
  Object.fromEntries(
    protocols.flatMap(({ messages }) =>
      Object.entries(messages).flatMap(([type, { schema, to }]) =>
        to.includes(service) ? [[type, schema] as const] : [],
      ),
    ),
  );

/** How the streams of all these parts are folded, for one more that reads or writes them. */
export const foldsOf = (parts: Parts): DeciderPart['streamFolds'] =>
  Object.fromEntries(Object.values(parts).flatMap(({ streamFolds }) => Object.entries(streamFolds)));
