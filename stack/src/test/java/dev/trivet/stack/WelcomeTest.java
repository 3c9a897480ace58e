package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.PackLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class WelcomeTest {

    /** The least that a pack says. */
    @Test
    void aSiteWithoutSeededPeopleIsWelcomeToo(@TempDir Path folder) throws IOException {
        Path pack = Files.writeString(folder.resolve("pack.yaml"), """
                site: toolshed
                keyPrefix: "toolshed:"
                paths: { api: /api, auth: /api/auth }
                roles:
                  member: {}
                types:
                  tools:
                    access: { read: [anyone], create: [member] }
                    fields:
                      title: { type: string, required: true, min: 3, max: 80 }
                """);

        String text = Welcome.text(PackLoader.load(pack), new Layout(1, 2, 3, 4, 5, 6), folder, 1);

        assertThat(text)
                .contains("http://localhost:1/api")
                .doesNotContain("Sign in")
                .doesNotContain("TOKEN");
    }
}
