// What one HTTP server takes from its clients at most.

export interface HttpLimits {
  readonly bodyBytes: number;
  readonly urlBytes: number;
  /** Levels of nested objects and arrays in a body. */
  readonly jsonDepth: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly requestTimeoutMs: number;
  readonly connections: number;
  /** Of one client address. */
  readonly writesPerSecond: number;
}

export const defaultLimits: HttpLimits = {
  bodyBytes: 100 * 1024,
  urlBytes: 2 * 1024,
  jsonDepth: 10,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  connections: 2_000,
  writesPerSecond: 1_000,
};
