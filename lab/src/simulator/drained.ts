// Waits until everything has run that needs no further time: all microtasks.

/** Calls back once all microtasks have run. */
type Soon = (work: () => void) => void;

/** What there is of either in Node and in a page. */
interface Surroundings {
  readonly process?: { readonly nextTick?: Soon };
  readonly MessageChannel: new () => {
    readonly port1: { onmessage: () => void };
    readonly port2: { readonly postMessage: (message: undefined) => void };
  };
}

/** In Node a tick comes after all microtasks; in a page a message does. */
const soonIn = ({ process, MessageChannel }: Surroundings): Soon => {
  if (process?.nextTick) return process.nextTick;
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (work) => {
    waiting.push(work);
    port2.postMessage(undefined);
  };
};

const soon = soonIn(globalThis as unknown as Surroundings);

/** Runs that are interleaved stay apart: each one's microtasks keep their own order. */
export const drained = (): Promise<void> => new Promise(soon);
