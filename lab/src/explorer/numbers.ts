// A list of whole numbers that grows: four bytes each, where an array of JavaScript may take many more.

const FIRST_LENGTH = 1 << 10;

export interface Numbers {
  readonly length: () => number;
  /** @throws Error behind the end. */
  readonly at: (index: number) => number;
  readonly push: (value: number) => void;
}

/** Of whole numbers from -2^31 to 2^31 - 1. */
export const numbers = (): Numbers => {
  let values = new Int32Array(FIRST_LENGTH);
  let length = 0;
  return {
    length: () => length,
    at: (index) => {
      const value = index < length ? values[index] : undefined;
      if (value === undefined) throw new Error(`there is no number ${index}: there are ${length}`);
      return value;
    },
    push: (value) => {
      if (length === values.length) {
        const longer = new Int32Array(2 * length);
        longer.set(values);
        values = longer;
      }
      values[length] = value;
      length += 1;
    },
  };
};
