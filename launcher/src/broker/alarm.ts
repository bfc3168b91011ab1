// An alarm of the broker: from whoever publishes it reads nothing more until it is over.
import type { BrokerControl } from '../engine/engine.ts';
import { limits } from './broker-files.ts';

export type Alarm = 'memory' | 'disk';

/** Limits that no broker can keep, and those of its configuration. */
const commands: Readonly<Record<Alarm, { raise: readonly string[]; end: readonly string[] }>> = {
  memory: {
    raise: ['set_vm_memory_high_watermark', 'absolute', '1000000'],
    end: ['set_vm_memory_high_watermark', limits.memory],
  },
  disk: {
    raise: ['set_disk_free_limit', '1000000GB'],
    end: ['set_disk_free_limit', limits.disk],
  },
};

/** From now on, until it is ended. */
export const raiseAlarm = async ({ ctl }: BrokerControl, alarm: Alarm): Promise<void> => {
  await ctl(...commands[alarm].raise);
};

/** As it is without an alarm; nothing changes where there was none. */
export const endAlarm = async ({ ctl }: BrokerControl, alarm: Alarm): Promise<void> => {
  await ctl(...commands[alarm].end);
};

/** Raised for as long as `work` takes, and ended whatever comes of it. */
export const duringAlarm = async <T>(
  control: BrokerControl,
  alarm: Alarm,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    await raiseAlarm(control, alarm);
    return await work();
  } finally {
    await endAlarm(control, alarm);
  }
};
