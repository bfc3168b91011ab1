// A participant of the peers as a process: an HTTP server in front of a database of its own.
import { connectMongo } from '@saga-lab/platform/store/mongo-connection';
import { serve } from './http.ts';
import { participant } from './participant.ts';
import type { StepDone } from './participant.ts';
import { runProcess } from './process.ts';
import { LAST_STEPS } from './saga.ts';
import type { Asked } from './saga.ts';
import { COLLECTION, DATABASE } from './talk.ts';
import type { ParticipantSettings } from './talk.ts';

runProcess(async ({ mongoUrl }: ParticipantSettings, tellEnded) => {
  const { db } = await connectMongo({ url: mongoUrl, database: DATABASE }); // writes wait for the journals of a majority
  const steps = db.collection<StepDone>(COLLECTION);
  const insert = (done: readonly StepDone[]) => steps.insertMany([...done], { ordered: false });
  const { perform, state } = participant({ insert, now: Date.now }, await steps.find().toArray());
  const isLast = (step: string): boolean => LAST_STEPS.some((last) => last === step);
  const url = await serve({
    '/steps': async (asked: Asked) => {
      const { saga, step, ok } = await perform(asked);
      if (ok && isLast(step)) tellEnded(saga);
      return { ok };
    },
    '/state': () => Promise.resolve(state()),
  });
  return { url, servers: [] };
});
