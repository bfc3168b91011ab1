// What a scenario does to the parts of its own system, by signals and as its operator, from outside.
import { randomUUID } from 'node:crypto';
import { cpSync, renameSync } from 'node:fs';
import { duringAlarm } from '@saga-lab/launcher/broker/alarm';
import type { Alarm } from '@saga-lab/launcher/broker/alarm';
import type { BrokerControl } from '@saga-lab/launcher/engine/engine';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { System } from '@saga-lab/launcher/system/system';

/** Longest wait for a process to fill its heap. */
const DIES_MS = 60_000;

interface Scene {
  /** Only for scenarios that start and kill parts. */
  readonly system: System | undefined;
  readonly brokerUrl: string | undefined;
  readonly does: (sentence: string) => void;
  readonly sees: (sentence: string) => void;
}

export const faultsOn = ({ system, brokerUrl, does, sees }: Scene) => ({
  /** Resolves when they are gone, all at once. */
  kills: async (...parts: readonly string[]): Promise<void> => {
    does(`SIGKILL ${parts.join(', ')}`);
    await Promise.all(parts.map((part) => own(system).kill(part, 'SIGKILL')));
  },
  /** In order; resolves when it is gone. */
  stops: async (part: string): Promise<void> => {
    does(`SIGTERM ${part}`);
    await own(system).kill(part, 'SIGTERM');
  },
  starts: async (...parts: readonly string[]): Promise<void> => {
    does(`start ${parts.join(', ')} again`);
    await Promise.all(parts.map((part) => own(system).start(part)));
    sees(`ready: ${parts.join(', ')}`);
  },
  /** It stays alive, and its connections open, but it does nothing any more. */
  freezes: async (part: string): Promise<void> => {
    does(`SIGSTOP ${part}`);
    await own(system).kill(part, 'SIGSTOP');
  },
  thaws: async (part: string): Promise<void> => {
    does(`SIGCONT ${part}`);
    await own(system).kill(part, 'SIGCONT');
  },
  /** Its heap is filled until it dies of it; resolves when the launcher has started it again. */
  exhausts: async (part: string): Promise<void> => {
    const pid = () =>
      own(system)
        .parts()
        .find(({ name }) => name === part)?.pid;
    const before = pid();
    does(`fill the heap of ${part}`);
    await own(system).kill(part, 'SIGWINCH');
    await eventually(() => expect(pid()).to.be.a('number').and.not.equal(before), { timeoutMs: DIES_MS });
    sees(`${part} died of it, and is started again`);
  },
  /** Of a database that is down: copies all that it keeps, and returns where the copy is. */
  copiesData: (part: string): string => {
    does(`copy the data of ${part}`);
    const data = own(system).dataOf(part);
    const copy = `${data}-${randomUUID()}`;
    cpSync(data, copy, { recursive: true });
    return copy;
  },
  /** Of a database that is down: puts this in the place of its data, and returns where those are now. */
  exchangesData: (part: string, other: string): string => {
    does(`put other data in the place of those of ${part}`);
    const data = own(system).dataOf(part);
    const aside = `${data}-${randomUUID()}`;
    renameSync(data, aside);
    renameSync(other, data);
    return aside;
  },
  /** What an operator of the broker types; resolves with what it prints. */
  rabbitmqctl: (...command: readonly string[]): Promise<string> => {
    does(`rabbitmqctl ${command.join(' ')}`);
    return control(system).ctl(...command);
  },
  /** Users, queues, bindings and policies are as at the start again. */
  restoresBroker: async (): Promise<void> => {
    does('load the definitions of the broker again');
    await control(system).restore();
  },
  /** Everything it keeps is gone; only while it is down. */
  wipesBroker: (): void => {
    does('delete all data of the broker');
    control(system).wipe();
  },
  /** For as long as `work` takes. */
  alarms: async (alarm: Alarm, work: () => Promise<void>): Promise<void> => {
    does(`raise the ${alarm} alarm of the broker`);
    await duringAlarm(control(system), alarm, work);
    does(`the ${alarm} alarm is over`);
  },
  /** AMQP address of the user `e2e`. */
  brokerUrl: (): string => {
    if (brokerUrl === undefined)
      throw new Error('A scenario that uses the broker must say so: needs: { broker: true }.');
    return brokerUrl;
  },
});

const control = (system: System | undefined): BrokerControl => {
  const found = own(system).broker?.control;
  if (!found)
    throw new Error('A scenario that operates the broker must say so: needs: { ownServers: true }.');
  return found;
};

const own = (system: System | undefined): System => {
  if (!system) throw new Error('A scenario that kills parts must say so: needs: { ownSystem: true }.');
  return system;
};
