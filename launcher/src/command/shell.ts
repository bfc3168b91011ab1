// Text for people to paste into a shell.

/** Safe without quotes, in any shell and in any encoding. */
export const isPlain = (text: string): boolean => /^[\w./@+-]+$/.test(text);

/** As one word of a shell. */
export const quoted = (text: string): string =>
  isPlain(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
