// Whether every service of a system answers, and takes the token.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Access } from '@saga-lab/launcher/system/access';
import { wrongSetting } from '@saga-lab/launcher/system/attached';
import { asking } from './request.ts';

/** Those that do not answer. @throws ExitError 78 if one that does refuses the token. */
export const silentServices = async (access: Access): Promise<readonly ServiceName[]> => {
  const ask = asking(access);
  const answers = await Promise.all(
    serviceNames.map(async (service) => ({
      service,
      status: await ask(service, { method: 'get', path: '/outbox' }).then(
        (answer) => answer.status,
        () => undefined,
      ),
    })),
  );
  const refusing = answers.find(({ status }) => status === 401);
  if (refusing) throw wrongSetting(`${refusing.service} refuses the token: it is not that of ADMIN_TOKEN`);
  return answers.filter(({ status }) => status === undefined).map(({ service }) => service);
};
