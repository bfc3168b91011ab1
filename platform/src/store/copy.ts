// Copies as a database would make them: through serialisation, fields that are undefined left out.

export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
