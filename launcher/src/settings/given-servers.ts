// Servers of the user's own, which the environment names, instead of those that the launcher finds or starts.

export const GIVEN_BROKER = 'SAGA_LAB_RABBITMQ_URL';
export const GIVEN_DATABASES = 'SAGA_LAB_MONGO_URLS';

/** `undefined`: none is given. */
export const givenBrokerUrl = (): string | undefined => process.env[GIVEN_BROKER] || undefined;

/** In the order of the services. A URL may list several hosts, so only a comma before the next URL separates two. */
export const givenMongoUrls = (): readonly string[] =>
  (process.env[GIVEN_DATABASES] ?? '')
    .split(/,(?=\s*mongodb(?:\+srv)?:)/)
    .map((url) => url.trim())
    .filter((url) => url !== '');
