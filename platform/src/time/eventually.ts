// Waiting in tests and scenarios: on a condition, bounded, never on a fixed sleep.

/**
 * Calls `probe` until it returns without throwing, and returns its result.
 * @throws the probe's last error, once `timeoutMs` (default 10 s) has passed.
 */
export const eventually = async <T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 10_000, everyMs = 25 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
};
