// The end of every exhaustive switch.

/** For the `default` branch: complains at compile time about a case that is missing, at run time about an unknown one. */
export const unexpected = (value: never): never => {
  const { type, status } = value as { type?: string; status?: string };
  throw new Error(`unexpected ${type ?? status ?? JSON.stringify(value)}`);
};
