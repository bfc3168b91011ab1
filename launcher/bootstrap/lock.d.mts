export interface LockOptions {
  readonly onWait: () => void;
  /** Milliseconds without a sign of life after which a holder counts as killed; 15,000 if left out. */
  readonly staleMs?: number;
}
/** Runs `work` while nobody else who uses the same file does. `onWait` is called once if somebody else has it. */
export function holdingLock<T>(file: string, work: () => Promise<T>, options: LockOptions): Promise<T>;
