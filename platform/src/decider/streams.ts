// What the name of a stream is made of: `<category>-<id>`.

/** `stock` and `lamp` become `stock-lamp`. */
export const streamOf = (category: string, id: string): string => `${category}-${id}`;

/** Splits `stock-lamp` into its category and the id behind it. */
export const parseStream = (stream: string): { category: string; id: string } => {
  const dash = stream.indexOf('-');
  return { category: stream.slice(0, dash), id: stream.slice(dash + 1) };
};
