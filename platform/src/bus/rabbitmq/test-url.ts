// The broker that integration tests use.

/** A user with full rights. @throws if there is none: these tests do not skip */
export const testUrl = (): string => {
  const url = process.env['TEST_RABBITMQ_URL'];
  if (url) return url;
  throw new Error('TEST_RABBITMQ_URL is not set: run npm test, which starts RabbitMQ and runs all tests.');
};
