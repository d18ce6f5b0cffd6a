# Needs Docker 25 (HEALTHCHECK --start-interval) with BuildKit. No "# syntax" line: its front end would be pulled from a registry.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 dependency:go-offline -DincludeScope=runtime
COPY docs/runbooks.md docs/runbooks.zh-CN.md docs/
COPY src src
RUN --mount=type=cache,target=/m2 mvn -B -q -Dmaven.repo.local=/m2 -Dmaven.test.skip -Dspotless.check.skip package \
    && mv target/tocsin-*.jar /tocsin.jar

FROM eclipse-temurin:25-jre-noble AS jre

# On the platform that it will run on: the cache of a training run belongs to one processor and one Java.
FROM jre AS app
WORKDIR /app
COPY --from=build /tocsin.jar /tmp/tocsin.jar
COPY monitoring/image/lay-out.sh /tmp/lay-out.sh
RUN bash /tmp/lay-out.sh /tmp/tocsin.jar /app

FROM jre
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Tocsin" \
      org.opencontainers.image.description="Takes the alerts that Alertmanager sends and gets them to people without losing one" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# /app belongs to root: the service writes its data and its logs, never its own program.
RUN groupadd --gid 10001 tocsin \
    && useradd --no-log-init --uid 10001 --gid tocsin --no-create-home --home-dir /app --shell /usr/sbin/nologin tocsin \
    && install -d -o tocsin -g tocsin /app/data /app/logs
WORKDIR /app
# What changes least comes first, so that an update moves little. COPY keeps the files' times, which the cache checks.
COPY --from=app /app/lib lib
COPY --from=app /app/tocsin.jar /app/tocsin.aot ./
COPY --chmod=0555 monitoring/image/health.sh /usr/local/bin/health
USER 10001:10001
VOLUME ["/app/data", "/app/logs"]
EXPOSE 8000
# start-interval: the first answer is looked for every two seconds, for as long as a busy machine may take to start.
HEALTHCHECK --interval=15s --timeout=5s --start-period=180s --start-interval=2s --retries=3 CMD ["health", "/health/ready"]
# A process that is out of memory is started again, not kept half alive.
ENTRYPOINT ["java", "-XX:AOTCache=/app/tocsin.aot", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", \
    "-jar", "/app/tocsin.jar"]
