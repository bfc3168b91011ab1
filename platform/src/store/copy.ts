// Copies as a database would make them: through serialisation, fields that are undefined left out.

export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A copy that nobody can change, so that it may be handed out again and again. */
export const frozenCopy = <T>(value: T): T => frozen(copy(value));

/** Itself, with all that is in it. */
const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
};
