// The trial from its first command to its last: what it needs, the steps, and nothing left behind.
import { errorMessage } from '@saga-lab/platform/decider/errors';
import { freePort } from '../../processes/free-port.ts';
import { ExitError } from '../../command/exit-codes.ts';
import { provideBaseImages } from './base-images.ts';
import type { BaseImage } from './base-images.ts';
import { Interrupted } from './commands.ts';
import type { Commands } from './commands.ts';
import { provideCompose } from './compose-plugin.ts';
import { dockerCommands, dockerFor } from './docker.ts';
import type { Docker } from './docker.ts';
import { provideEngine } from './engine.ts';
import type { Engine } from './running-engine.ts';
import { notShown } from './report.ts';
import type { Report, StepReport } from './report.ts';
import type { TrialSystem } from './trial-system.ts';
import { removeStandIns } from './stand-ins.ts';
import { build } from './steps/build.ts';
import { kills } from './steps/kills.ts';
import { addsUp, brokerDoor, byTheWords, ownDatabaseOnly } from './steps/play.ts';
import type { Run, Step } from './steps/step.ts';
import { comesUp, forgets, stopsAndStarts } from './steps/up-and-down.ts';
import type { Workshop } from './workshop.ts';

const steps: readonly Step[] = [
  build,
  comesUp,
  ownDatabaseOnly,
  byTheWords,
  brokerDoor,
  kills,
  stopsAndStarts,
  addsUp,
  forgets,
];

export interface Trial {
  readonly workshop: Workshop;
  /** Runs also after those of the workshop were told to stop. */
  readonly cleaning: Commands;
  readonly onStep: (step: StepReport) => void;
}

/** Ends what it began, however it ends. @throws ExitError 69 if something that it needs cannot be had. */
export const runTrial = async (trial: Trial): Promise<Report> => {
  const { workshop, cleaning } = trial;
  const since = performance.now();
  const engine = await provideEngine(workshop);
  try {
    const plugin = await provideCompose(workshop);
    const brokerPort = await freePort();
    const additions = { brokerPort, buildOnHost: engine.isPrivate };
    const docker = dockerFor(workshop, { ...engine.env, ...plugin.env }, additions);
    const system = { ...workshop, ...docker, brokerPort };
    const clean = { env: docker.env, ...dockerCommands(cleaning, docker.env) };
    const shown = await onImages(trial, system, engine, clean);
    return { ...shown, engine: engineReport(engine), compose: plugin.version, seconds: secondsSince(since) };
  } finally {
    if (engine.isPrivate) await workshop.during('Stopping the engine', engine.stop());
  }
};

const engineReport = ({ version, isPrivate }: Engine): Report['engine'] => ({ version, own: isPrivate });

const onImages = async ({ onStep }: Trial, system: TrialSystem, engine: Engine, clean: Docker) => {
  const images: BaseImage[] = [];
  try {
    await forgetAll(clean); // of a trial that was killed
    images.push(...(await provideBaseImages(system, system)));
    const taken = await takeAll({ system }, onStep);
    return { ok: taken.every(({ ok }) => ok), images, steps: taken, notShown: notShown(images) };
  } finally {
    await system.during('Removing what the trial made', leaveNothing(clean, engine, images));
  }
};

/** Each stands on the one before, so the first that fails is the last. */
const takeAll = async (run: Run, onStep: Trial['onStep']): Promise<readonly StepReport[]> => {
  const taken: StepReport[] = [];
  for (const { name, take } of steps) {
    const since = performance.now();
    const outcome = await take(run).then(
      (seen) => ({ ok: true, seen }),
      (error: unknown) => ({ ok: false, seen: whatIsWrong(error) }),
    );
    const step = { name, ...outcome, seconds: secondsSince(since) };
    onStep(step);
    taken.push(step);
    if (!step.ok) break;
  }
  return taken;
};

/** @throws what is no finding but an end of the trial. */
const whatIsWrong = (error: unknown): string => {
  if (error instanceof Interrupted || error instanceof ExitError) throw error;
  return errorMessage(error);
};

const forgetAll = ({ compose }: Docker): Promise<string> =>
  compose('down', '--volumes', '--remove-orphans', '--timeout', '10');

/** In an engine of its own the images stay, for the next time: nobody else sees them. */
const leaveNothing = async (clean: Docker, engine: Engine, images: readonly BaseImage[]): Promise<void> => {
  await forgetAll(clean);
  if (engine.isPrivate) await clean.docker('image', 'prune', '--force');
  else {
    const standIns = images.filter(({ from }) => from === 'a stand-in').map(({ image }) => image);
    await removeStandIns(clean, [...standIns, 'saga-lab:latest']);
  }
};

const secondsSince = (start: number): number => Math.round((performance.now() - start) / 1000);
