// A client that asks again: the process that it asks may be the one that dies.
import { asking, isNoAnswer } from '../../client/request.ts';
import type { Ask, HttpAnswer, HttpRequest } from '../../client/request.ts';
import type { Access } from '@saga-lab/launcher/system/access';
import type { ServiceName } from '@saga-lab/contracts/services';
import { setTimeout as sleep } from 'node:timers/promises';

/** For a death, and for the start of a process after it. */
const PATIENCE_MS = 30_000;
const AGAIN_AFTER_MS = 100;
const UNAVAILABLE = 503;

/** Repeats every request without an answer, and every 503, for 30 s and for as long as a service stays away, ms. */
export const patientAsk = (access: Access, awayMs = 0): Ask => {
  const ask = asking(access);
  return async (service, request) => {
    const deadline = Date.now() + awayMs + PATIENCE_MS;
    for (;;) {
      const answer = await answerTo(ask, service, request, deadline);
      if (answer) return answer;
      await sleep(AGAIN_AFTER_MS);
    }
  };
};

/** Nothing as long as it is worth asking again. */
const answerTo = async (
  ask: Ask,
  service: ServiceName,
  request: HttpRequest,
  deadline: number,
): Promise<HttpAnswer | undefined> => {
  try {
    const answer = await ask(service, request);
    return answer.status === UNAVAILABLE && Date.now() < deadline ? undefined : answer;
  } catch (error) {
    if (!isNoAnswer(error) || Date.now() >= deadline) throw error;
    return undefined;
  }
};
