# One image for all four services; docker-compose.yml says which of them a container runs. There is no build step: Node runs the sources.
FROM node:26-bookworm-slim AS packages
WORKDIR /lab
COPY package.json package-lock.json .npmrc ./
COPY contracts/package.json contracts/
COPY platform/package.json platform/
COPY protocols/package.json protocols/
COPY order-service/package.json order-service/
COPY payment-service/package.json payment-service/
COPY inventory-service/package.json inventory-service/
COPY saga-orchestrator/package.json saga-orchestrator/
COPY launcher/package.json launcher/
# No package needs its install script here, so none runs; and what a package does not do at its installation it cannot do to us.
RUN npm ci --omit=dev --ignore-scripts

FROM node:26-bookworm-slim
ENV NODE_ENV=production
WORKDIR /lab
# A named volume takes the owner of the directory that it is mounted on.
RUN for service in order-service payment-service inventory-service saga-orchestrator; \
  do mkdir -p /secrets/$service /secrets/mongo-$service; done \
  && mkdir /secrets/rabbitmq && chown -R node:node /secrets
COPY --from=packages /lab ./
COPY tsconfig.json ./
COPY contracts/src contracts/src
COPY platform/src platform/src
COPY protocols/src protocols/src
COPY order-service/src order-service/src
COPY payment-service/src payment-service/src
COPY inventory-service/src inventory-service/src
COPY saga-orchestrator/src saga-orchestrator/src
COPY launcher/src launcher/src
USER node
CMD ["node", "order-service/src/main.ts"]
