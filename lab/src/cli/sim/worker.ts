// The worker thread of `npm run sim`.
import { parentPort, workerData } from 'node:worker_threads';
import { simulate } from '../../simulator/simulate.ts';
import { twinNamed } from '../../twins/twins.ts';
import type { WorkerData } from './sim-worker.ts';
import { serve } from './thread.ts';

const { twin, profile } = workerData as WorkerData;

if (parentPort)
  serve(parentPort, { simulate, twin: twin === undefined ? undefined : twinNamed(twin), profile });
