// The worker thread of `npm run sim`.
import { parentPort, workerData } from 'node:worker_threads';
import { simulate } from '../../simulator/simulate.ts';
import type { Simulate } from '../../simulator/simulation.ts';
import { twinNamed } from '../../twins/twins.ts';
import type { WorkerData } from './sim-worker.ts';
import { serve } from './thread.ts';

const { twin, forgets, protocols, profile } = workerData as WorkerData;

const run: Simulate = (options) =>
  simulate({ ...options, ...(forgets && { forgets }), ...(protocols && { protocols }) });

if (parentPort)
  serve(parentPort, { simulate: run, twin: twin === undefined ? undefined : twinNamed(twin), profile });
