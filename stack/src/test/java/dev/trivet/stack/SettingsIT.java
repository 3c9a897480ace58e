package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A wrong setting ends a packaged service's start with a sentence, and no stack trace. */
class SettingsIT {

    @TempDir
    private Path logs;

    private Service service;

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ratelimit-service, REDIS_URL, localhost:6379, write redis://user:password@host:6379/0",
        "ratelimit-service, TRIVET_REDIS_DEADLINE, 20, such as 20ms",
        "session-service, REDIS_MODE, clutser, did you mean \"cluster\"?",
        "session-service, DATABASE_URL, localhost, write postgresql://user:password@host:5432/database",
        "session-service, DATABASE_URL, postgresql://u:p@db/site?sslmode=requier, did you mean \"require\"?",
        "api-service, REDIS_HOST, cache, REDIS_URL=redis://user:password@host:6379/0",
        "api-service, TRIVET_REDIS_CONNECT_TIMEOUT, 1h, from 1ms to 60s",
    })
    void itNamesTheVariableAndTheFix(String name, String variable, String value, String fix) throws IOException {
        Path home = Path.of(System.getProperty("trivet.home"));
        Map<String, String> environment = Map.of(
                "QUARKUS_PROFILE",
                "dev",
                "TRIVET_PACK",
                home.resolve("packs/lokroom.yaml").toString(),
                variable,
                value);
        service = new Service(name, home, Ports.free(), Ports.free(), logs, environment);

        service.start();

        await().atMost(Duration.ofSeconds(60)).until(() -> !service.handle().isAlive());
        assertThat(Files.readAllLines(service.log()))
                .noneMatch(line -> line.startsWith("\tat "))
                .last()
                .asString()
                .startsWith(variable + " ")
                .contains(fix);
    }
}
