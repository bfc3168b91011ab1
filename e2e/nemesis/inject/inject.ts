// How each kind of fault is brought about, and how a system is healed of all that may still be wrong with it.
import { serviceNames } from '@saga-lab/contracts/services';
import { endAlarm } from '@saga-lab/launcher/broker/alarm';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { KindName } from '../kinds.ts';
import { brokerFaults, restored } from './broker.ts';
import { healProxy, linkFaults } from './links.ts';
import { partFaults, pidOf } from './parts.ts';
import type { Begin, Stage } from './stage.ts';

const begins: Readonly<Record<KindName, Begin>> = { ...linkFaults, ...partFaults, ...brokerFaults };

/** Resolves when the fault goes on. */
export const begin: Begin = (stage, injection) => begins[injection.kind](stage, injection);

const AGAIN = { timeoutMs: 60_000, everyMs: 500 };

/** Whatever became of single faults: every link passes, every part runs, the broker is as at its start, clocks are right. */
export const healAll = async (stage: Stage): Promise<void> => {
  const { links, system, clocks, control } = stage;
  for (const [, proxy] of links.at({})) healProxy(proxy);
  await Promise.all(system.parts().map(({ name }) => bringBack(stage, name)));
  await eventually(() => endAlarm(control, 'memory'), AGAIN);
  await restored(control);
  for (const service of serviceNames) await clocks.set(service, 0);
};

const bringBack = async (stage: Stage, part: string): Promise<void> => {
  await stage.system.kill(part, 'SIGCONT');
  if (pidOf(stage, part) === undefined) await stage.system.start(part);
};
