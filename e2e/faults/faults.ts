// What a scenario does to the parts of its own system, by signals and as its operator, from outside.
import { randomUUID } from 'node:crypto';
import { cpSync, renameSync } from 'node:fs';
import { duringAlarm } from '@saga-lab/launcher/broker/alarm';
import type { Alarm } from '@saga-lab/launcher/broker/alarm';
import type { BrokerControl } from '@saga-lab/launcher/engine/engine';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { System } from '@saga-lab/launcher/system/system';
import type { Reporter } from '../stage/reporter.ts';

/** Longest wait for a process to fill its heap. */
const DIES_MS = 60_000;

interface FaultContext extends Reporter {
  /** Only for scenarios that start and kill parts. */
  readonly system: System | undefined;
  readonly brokerUrl: string | undefined;
}

export const faultsOn = (context: FaultContext) => ({
  ...processFaults(context),
  ...dataFaults(context),
  ...brokerFaults(context),
});

const processFaults = ({ system, reportAction, reportResult }: FaultContext) => ({
  /** Resolves when they are gone, all at once. */
  kill: async (...parts: readonly string[]): Promise<void> => {
    reportAction(`SIGKILL ${parts.join(', ')}`);
    await Promise.all(parts.map((part) => ownSystem(system).kill(part, 'SIGKILL')));
  },
  /** In order; resolves when it is gone. */
  stop: async (part: string): Promise<void> => {
    reportAction(`SIGTERM ${part}`);
    await ownSystem(system).kill(part, 'SIGTERM');
  },
  start: async (...parts: readonly string[]): Promise<void> => {
    reportAction(`start ${parts.join(', ')} again`);
    await Promise.all(parts.map((part) => ownSystem(system).start(part)));
    reportResult(`ready: ${parts.join(', ')}`);
  },
  /** It stays alive, and its connections open, but it does nothing any more. */
  freeze: async (part: string): Promise<void> => {
    reportAction(`SIGSTOP ${part}`);
    await ownSystem(system).kill(part, 'SIGSTOP');
  },
  /** After `freeze`. */
  resume: async (part: string): Promise<void> => {
    reportAction(`SIGCONT ${part}`);
    await ownSystem(system).kill(part, 'SIGCONT');
  },
  /** Its heap is filled until it dies of it; resolves when the launcher has started it again. */
  exhaustHeap: async (part: string): Promise<void> => {
    const before = pidOf(system, part);
    reportAction(`fill the heap of ${part}`);
    await ownSystem(system).kill(part, 'SIGWINCH');
    const startedAgain = () => expect(pidOf(system, part)).to.be.a('number').and.not.equal(before);
    await eventually(startedAgain, { timeoutMs: DIES_MS });
    reportResult(`${part} died of it, and is started again`);
  },
});

const dataFaults = ({ system, reportAction }: FaultContext) => ({
  /** Of a database that is down: copies all that it keeps, and returns where the copy is. */
  copyData: (part: string): string => {
    reportAction(`copy the data of ${part}`);
    const data = ownSystem(system).dataOf(part);
    const copy = `${data}-${randomUUID()}`;
    cpSync(data, copy, { recursive: true });
    return copy;
  },
  /** Of a database that is down: puts this in the place of its data, and returns where those are now. */
  exchangeData: (part: string, other: string): string => {
    reportAction(`put other data in the place of those of ${part}`);
    const data = ownSystem(system).dataOf(part);
    const replaced = `${data}-${randomUUID()}`;
    renameSync(data, replaced);
    renameSync(other, data);
    return replaced;
  },
});

const brokerFaults = ({ system, brokerUrl, reportAction }: FaultContext) => ({
  /** What an operator of the broker types; resolves with what it prints. */
  rabbitmqctl: (...command: readonly string[]): Promise<string> => {
    reportAction(`rabbitmqctl ${command.join(' ')}`);
    return controlOf(system).ctl(...command);
  },
  /** Users, queues, bindings and policies are as at the start again. */
  restoreBroker: async (): Promise<void> => {
    reportAction('load the definitions of the broker again');
    await controlOf(system).restore();
  },
  /** Everything it keeps is gone; only while it is down. */
  wipeBroker: (): void => {
    reportAction('delete all data of the broker');
    controlOf(system).wipe();
  },
  /** For as long as `work` takes. */
  raiseAlarm: async (alarm: Alarm, work: () => Promise<void>): Promise<void> => {
    reportAction(`raise the ${alarm} alarm of the broker`);
    await duringAlarm(controlOf(system), alarm, work);
    reportAction(`the ${alarm} alarm is over`);
  },
  /** AMQP address of the user `e2e`. */
  brokerUrl: (): string => {
    if (brokerUrl === undefined)
      throw new Error('A scenario that uses the broker must say so: needs: { broker: true }.');
    return brokerUrl;
  },
});

const controlOf = (system: System | undefined): BrokerControl => {
  const found = ownSystem(system).broker?.control;
  if (!found)
    throw new Error('A scenario that operates the broker must say so: needs: { ownServers: true }.');
  return found;
};

const pidOf = (system: System | undefined, part: string): number | undefined =>
  ownSystem(system)
    .parts()
    .find(({ name }) => name === part)?.pid;

const ownSystem = (system: System | undefined): System => {
  if (!system) throw new Error('A scenario that kills parts must say so: needs: { ownSystem: true }.');
  return system;
};
