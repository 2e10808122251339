# One file for all services: `docker build --target scoring -t powerpulse/scoring .`
# Node comes with the base image, so the platform packages of Node (optional dependencies) are left out.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM dependencies AS build
COPY . .
RUN npx swc apps libs -d dist -q --copy-files \
 && if [ -f apps/web/vite.config.ts ]; then npx vite build apps/web; fi

FROM dependencies AS production-dependencies
RUN npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM gcr.io/distroless/nodejs24-debian12:nonroot AS service
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 MALLOC_ARENA_MAX=1
COPY --from=production-dependencies /app/node_modules ./node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist ./dist
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

FROM service AS gateway
CMD ["--enable-source-maps", "--max-semi-space-size=4", "--no-parallel-scavenge", "--max-old-space-size=384", "dist/apps/gateway/src/main.js"]

FROM service AS ingestion
CMD ["--enable-source-maps", "--max-semi-space-size=16", "--no-parallel-scavenge", "--max-old-space-size=512", "dist/apps/ingestion/src/main.js"]

FROM service AS day-splitting
CMD ["--enable-source-maps", "--max-semi-space-size=16", "--no-parallel-scavenge", "--max-old-space-size=512", "dist/apps/day-splitting/src/main.js"]

FROM service AS scoring
CMD ["--enable-source-maps", "--max-semi-space-size=12", "--no-parallel-scavenge", "--max-old-space-size=192", "dist/apps/scoring/src/main.js"]

FROM service AS analytics
CMD ["--enable-source-maps", "--max-semi-space-size=16", "--no-parallel-scavenge", "--max-old-space-size=512", "dist/apps/analytics/src/main.js"]
