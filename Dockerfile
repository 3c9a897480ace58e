# One service as an image: docker build --build-arg SERVICE=api-service --tag trivet/api-service:0.1.0 .
# Starts by what it has loaded in a run while the image was made. Dockerfile.native makes executables instead.
ARG BUILD_IMAGE=maven:3.9.16-eclipse-temurin-25@sha256:93b8a14ea2f412782e4e842651273b4d903e35cc496284f178fbbe2d67d00976
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre@sha256:f9e65324a37f28209ce7dd0e5149a7aa954520ed936fb87813cf6ded2400a112

# All services at once: the three images share this stage and the next.
FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
# Laid out for a JVM that remembers.
RUN --mount=type=cache,target=/root/.m2 mvn -B -q -Dquick -Dquarkus.package.jar.type=aot-jar package

# What a JVM remembers is of use to the very same JVM alone, so this is the one that the image has.
FROM ${RUNTIME_IMAGE} AS trained
# PostgreSQL refuses to run as root.
RUN useradd --create-home training
USER training
COPY --chown=training --from=build /src/packs/ /src/packs/
COPY --chown=training --from=build /src/stack/target/ /src/stack/target/
COPY --chown=training --from=build /src/api-service/target/quarkus-app/ /src/api-service/target/quarkus-app/
COPY --chown=training --from=build /src/session-service/target/quarkus-app/ /src/session-service/target/quarkus-app/
COPY --chown=training --from=build /src/ratelimit-service/target/quarkus-app/ /src/ratelimit-service/target/quarkus-app/
RUN java -Dtrivet.home=/src -jar /src/stack/target/trivet-stack.jar train

FROM ${RUNTIME_IMAGE}
ARG SERVICE
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="trivet/$SERVICE" \
      org.opencontainers.image.description="Everything a site needs between its clients and its database: $SERVICE" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV SERVICE=$SERVICE
# By number, so that Kubernetes can see it is not root; the chart and volumes count on this one.
RUN : "${SERVICE:?give it with --build-arg SERVICE=api-service}" && install --directory --owner=10001 --group=10001 /work
WORKDIR /work
USER 10001:10001
# Libraries first: they change seldom, and an unchanged layer is neither pushed nor pulled.
COPY --chown=0:0 --from=trained /src/$SERVICE/target/quarkus-app/lib/ /app/lib/
COPY --chown=0:0 --from=trained /src/$SERVICE/target/quarkus-app/quarkus/ /app/quarkus/
COPY --chown=0:0 --from=trained /src/$SERVICE/target/quarkus-app/quarkus-run.jar /app/
COPY --chown=0:0 --from=trained /src/$SERVICE/target/quarkus-app/app/ /app/app/
# What it is made of (CycloneDX), and what the JVM remembers.
COPY --chown=0:0 --from=trained /src/$SERVICE/target/quarkus-app/sbom.cdx.json /src/$SERVICE/target/quarkus-app/app.aot /app/
# bash speaks HTTP well enough, so no image needs a client.
HEALTHCHECK --interval=3s --timeout=3s --start-period=60s \
    CMD ["bash", "-c", "case $SERVICE in ratelimit-service) port=9080 ;; session-service) port=9081 ;; *) port=9082 ;; esac; \
        exec 3<>/dev/tcp/127.0.0.1/$port && printf 'GET /health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 \
        && read -r answer <&3 && [[ $answer == *' 200 '* ]]"]
# The rest of the container's memory is for buffers outside the heap, code and threads. Compiling later makes a start a quarter
# shorter, and the first seconds after it no slower (docs/performance.md). Names are asked anew after 5 s, since pods come and go
# under theirs.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:CompileThresholdScaling=2", \
    "-Dsun.net.inetaddr.ttl=5", "-XX:AOTCache=/app/app.aot", "-jar", "/app/quarkus-run.jar"]
