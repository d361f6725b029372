# One small container: Node 24, the packages that run (no development ones), the program and its knowledge.
FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc LICENSE ./
RUN npm ci --omit=dev
COPY manifest.yml ./
COPY src ./src
COPY knowledge ./knowledge
# Parses the knowledge once, so that each start finds it compiled; fails the build where a file has a problem.
RUN node src/entry.js cli stats && mkdir /data && chown -R node:node /app /data
# Subscriptions and deliveries, where no DATABASE_URL is set: keep it on a volume.
ENV SRM_DATA_DIR=/data
VOLUME /data
USER node
EXPOSE 3000
# Half the memory while many digests go out, for a few milliseconds more now and then (npm run bench -- digests).
CMD ["node", "--max-semi-space-size=2", "--max-old-space-size=192", "src/entry.js", "main"]
