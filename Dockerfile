# One service as an image: docker build --build-arg SERVICE=api-service --tag trivet/api-service .
FROM maven:3.9-eclipse-temurin-17 AS build
ARG SERVICE
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dquick -pl "${SERVICE:?give it with --build-arg SERVICE=api-service}" -am package \
    && mv "$SERVICE/target/quarkus-app" /app

FROM eclipse-temurin:25-jre
ARG SERVICE
ENV SERVICE=$SERVICE
# Libraries first: they change seldom, and an unchanged layer is neither pushed nor pulled.
COPY --from=build /app/lib/ /app/lib/
COPY --from=build /app/quarkus/ /app/quarkus/
COPY --from=build /app/quarkus-run.jar /app/
COPY --from=build /app/app/ /app/app/
# By number, so that Kubernetes can see it is not root; the chart and volumes count on this one.
RUN install --directory --owner=10001 --group=10001 /work
WORKDIR /work
USER 10001:10001
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s \
    CMD case "$SERVICE" in ratelimit-service) port=9080 ;; session-service) port=9081 ;; *) port=9082 ;; esac; \
        curl --fail --silent --output /dev/null "http://localhost:$port/health/readiness"
# The rest of the container's memory is for buffers outside the heap, code and threads.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/quarkus-run.jar"]
