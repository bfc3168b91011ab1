// Values by the names of streams.

/**
 * What is found of each of these streams, in their order. No two records have the same keys, so each is a dictionary without a prototype:
 * what an object literal would keep of its keys to find them faster in the next object is never used, and costs three times as much.
 */
export const byStream = <V>(
  streams: readonly string[],
  valueOf: (stream: string, index: number) => V,
): Readonly<Record<string, V>> => {
  const values = Object.create(null) as Record<string, V>;
  for (const [index, stream] of streams.entries()) values[stream] = valueOf(stream, index);
  return values;
};
