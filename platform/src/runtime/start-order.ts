// Parts that stand on each other, as one part.

/** Something that runs; `stop` is called once, and only after `start` was called. */
export interface Part {
  readonly start: () => Promise<unknown>;
  readonly stop: () => Promise<unknown>;
}

/** Starts the parts in their order, and stops in the reverse one those whose start was begun. */
export const inOrder = (...parts: readonly Part[]): Part => {
  const begun: Part[] = [];
  return {
    start: async () => {
      for (const part of parts) {
        begun.push(part);
        await part.start();
      }
    },
    stop: async () => {
      for (const part of begun.reverse()) await part.stop();
    },
  };
};
