// What the exit code of every command of the lab says.

export const exitCodes = {
  holds: 0,
  violated: 1,
  unknown: 2,
  usage: 64,
  missing: 69,
  /** A bug of the command itself: nothing is said about the system. */
  internal: 70,
  configuration: 78,
  /** 128 + SIGINT, as shells count it. */
  interrupted: 130,
} as const;

/** A failure with its own exit code; the message says what happened, why, and the next command to type. */
export class ExitError extends Error {
  override readonly name = 'ExitError';
  readonly exitCode: number;
  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
