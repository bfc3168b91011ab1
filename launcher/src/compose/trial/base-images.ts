// The images that the Dockerfile and docker-compose.yml stand on: those that are here, those of a registry, or stand-ins.
import { exitCodes, ExitError } from '../../command/exit-codes.ts';
import { composeFile } from '../testing/compose-file.ts';
import { dockerfile } from '../testing/dockerfile.ts';
import type { Docker } from './docker.ts';
import { canInstall } from '../../processes/system-packages.ts';
import { isStandIn, kindOf, removeParts, standIn } from './stand-ins.ts';
import type { Kind } from './stand-ins.ts';
import type { Workshop } from './workshop.ts';

const OURS = 'saga-lab';

export interface BaseImage {
  readonly image: string;
  readonly from: 'here' | 'a registry' | 'a stand-in';
  /** What a stand-in really is: `RabbitMQ 3.10.8`. */
  readonly is?: string;
}

export const baseImageNames = (): readonly string[] => {
  const stages = dockerfile().map(({ image }) => image);
  const containers = Object.values(composeFile().services).map(({ image }) => image);
  return [...new Set([...stages, ...containers])].filter((image) => image !== OURS);
};

/** @throws ExitError 69 if one cannot be had. */
export const provideBaseImages = async (
  workshop: Workshop,
  docker: Docker,
): Promise<readonly BaseImage[]> => {
  removeParts(workshop); // of a trial that was killed
  const found: BaseImage[] = [];
  for (const image of baseImageNames()) found.push(await provide(workshop, docker, image));
  removeParts(workshop);
  return found;
};

const provide = async (workshop: Workshop, docker: Docker, image: string): Promise<BaseImage> => {
  const isHere = (await docker.docker('images', '--quiet', image)) !== '';
  if (isHere && !(await isStandIn(docker, image))) return { image, from: 'here' };
  const pulling = workshop.commands.tried(['docker', 'pull', '--quiet', image], { env: docker.env });
  const { code, output } = await workshop.during(`Fetching ${image}`, pulling);
  if (code === 0) return { image, from: 'a registry' };
  workshop.say(`It cannot be fetched: ${output.split('\n').at(-1) ?? ''}`);
  const kind = kindOf(image);
  if (kind === undefined || !canInstall()) throw cannotBeHad(image);
  return {
    image,
    from: 'a stand-in',
    is: await standIn(workshop, docker, { image, kind, nodeImage: nodeImage() }),
  };
};

const nodeImage = (): string =>
  baseImageNames().find((image) => kindOf(image) === ('node' satisfies Kind)) ?? '';

const cannotBeHad = (image: string): ExitError =>
  new ExitError(
    exitCodes.missing,
    `The image ${image} cannot be fetched, and a stand-in takes root and apt-get (Debian, Ubuntu). ` +
      `Correct what keeps this from working: docker pull ${image}`,
  );
