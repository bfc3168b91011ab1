// What a service mounts: the roles that it plays in all protocols, and the messages that it takes in for them.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { ZodType } from 'zod';
import { protocols } from './index.ts';
import { locksOf } from './locks/locks.ts';
import type { Locks } from './locks/locks.ts';
import { waitingFor } from './locks/waiting.ts';
import { coordinatorName } from './parties.ts';
import { promises } from './promises.ts';
import type { Setting, Timing } from './protocol.ts';

type Parts = Readonly<Record<string, DeciderPart>>;

/** `atOnce`: for protocols that take at once what others only hold; left out: what is held can be no less than taken. */
interface Playing<S, E extends NewEvent> extends Setting<S, E> {
  readonly atOnce?: Setting<S, E>['resource'];
  /** Those around the resources; left out: none. */
  readonly locks?: Locks;
}

/** By protocol. */
export const participants = <S, E extends NewEvent>(
  { atOnce, locks = locksOf('escrow'), ...setting }: Playing<S, E>,
  timing: Timing,
): Parts =>
  Object.fromEntries(
    protocols.map(({ name, participant, takesAtOnce }) => {
      const resource = (takesAtOnce && atOnce) ?? setting.resource;
      const role = participant({ ...setting, resource }, timing);
      return [name, waitingFor(role, locks, { self: setting.self, prefix: `${name}.` })];
    }),
  );

/** Where the orchestrator is: by protocol, who decides there, or who only listens. */
export const coordinators = (timing: Timing): Parts =>
  Object.fromEntries(
    protocols.flatMap(({ name, coordinator, watcher }) => {
      const role = coordinator?.(timing) ?? watcher?.();
      return role ? [[name, role]] : [];
    }),
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

/** Category of the streams of roles -> what ends one at this service: then it may be forgotten. */
export const closingEvents = (service: ServiceName): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(promises).map(([name, { ends }]) => [
      name,
      service === coordinatorName ? ends.orchestrator : ends.participant,
    ]),
  );
