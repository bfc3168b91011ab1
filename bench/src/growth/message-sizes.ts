// How large messages are: the content of each one of some sagas, seen at the broker.
import { bindings } from '@saga-lab/contracts/topology';
import { eventually } from '@saga-lab/platform/time/eventually';
import type { Load } from '../load/load.ts';
import { watching } from '../load/endings.ts';
import type { Stand } from './stand.ts';

export interface MessageSizes {
  /** Bytes of one message, without headers. */
  readonly mean: number;
  readonly largest: number;
  /** Bytes of all messages of one saga. */
  readonly saga: number;
}

const SAGAS = 10;
const MESSAGES_A_SAGA = 9;

/** Of a few sagas that go well, and of nothing else that goes on. */
export const messageSizes = async ({ ground, ours }: Stand, load: Load): Promise<MessageSizes> => {
  const sizes: number[] = [];
  const watched = { url: ground.infrastructure.e2eUrl, routes: bindings };
  const close = await watching(watched, (content) => sizes.push(content.length));
  try {
    const place = await ours.prepare(load);
    for (let n = 0; n < SAGAS; n += 1) {
      const id = await place(n);
      if (id !== undefined) await ours.ended(id);
    }
    await eventually(() => {
      if (sizes.length < SAGAS * MESSAGES_A_SAGA) throw new Error(`only ${sizes.length} messages were seen`);
    });
  } finally {
    await close();
  }
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return { mean: all / sizes.length, largest: Math.max(...sizes), saga: all / SAGAS };
};
