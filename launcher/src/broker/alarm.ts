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

/** Raised for as long as `work` takes, and ended whatever comes of it. */
export const duringAlarm = async <T>(
  { ctl }: BrokerControl,
  alarm: Alarm,
  work: () => Promise<T>,
): Promise<T> => {
  const { raise, end } = commands[alarm];
  try {
    await ctl(...raise);
    return await work();
  } finally {
    await ctl(...end);
  }
};
