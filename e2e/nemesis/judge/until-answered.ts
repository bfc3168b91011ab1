// Reading services that were under fire until just now: busy ones may not answer all that they are asked in time.
import { isNoAnswer, Refused } from '@saga-lab/lab/client/request';
import { eventually } from '@saga-lab/platform/time/eventually';

const PATIENTLY = { timeoutMs: 180_000, everyMs: 1_000 };

/** Asks again as long as there is no answer, or a refusal. @throws whatever else goes wrong, at once. */
export const untilAnswered = async <T>(look: () => Promise<T>, patience = PATIENTLY): Promise<T> => {
  const outcome = await eventually(
    () =>
      look().then(
        (seen) => () => seen,
        (error: unknown) => {
          if (error instanceof Refused || isNoAnswer(error)) throw error;
          return () => {
            throw error;
          };
        },
      ),
    patience,
  );
  return outcome();
};
