// RabbitMQ from the system's own packages.
import { installPackages } from '../processes/system-packages.ts';

/** About half a minute. Whether it worked shows in whether the program is there; all that apt-get prints goes to the log. */
export const installRabbitmq = (logFile: string): Promise<void> =>
  installPackages(['rabbitmq-server'], logFile).catch(() => undefined);
