package dev.trivet.gateway.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import dev.trivet.gateway.site.PackFile.Reading;
import dev.trivet.gateway.site.PackFile.Refused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PackFileTest {

    private static final String PACK = """
            site: small
            keyPrefix: "small:"
            paths: { api: /api, auth: /api/auth }
            roles: { admin: { permissions: ["notes:*"] } }
            types:
              notes: { fields: { text: { type: string } }, access: { read: [anyone] } }
            limits:
              api: { path: "{api}/**", key: [address], limit: 100, window: 1m }
            """;

    @TempDir
    Path folder;

    private Path path;
    private PackFile file;
    private final List<Pack> taken = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        path = folder.resolve("pack.yaml");
        write(PACK);
        file = new PackFile(path, PackLoader.load(path));
    }

    @Test
    void aFileThatSaysTheSameIsNoNews() throws Exception {
        write("# Only a remark.\n" + PACK);

        assertThat(settle()).isEqualTo(Reading.AS_BEFORE);
        assertThat(taken).isEmpty();
    }

    @Test
    void aChangedLimitIsTakenOnce() throws Exception {
        write(PACK.replace("limit: 100", "limit: 7"));

        assertThat(settle()).isEqualTo(Reading.ANOTHER_PACK);
        assertThat(settle()).isEqualTo(Reading.NO_NEWS);
        assertThat(taken)
                .singleElement()
                .satisfies(pack -> assertThat(pack.limits().get("api").limit()).isEqualTo(7));
    }

    /** Cut off before its limits, this is a pack too. */
    @Test
    void halfAFileIsNotTaken() throws Exception {
        settle();
        write(PACK.substring(0, PACK.indexOf("limits:")));
        assertThat(file.read(taken::add)).isEqualTo(Reading.NO_NEWS);

        write(PACK.replace("limit: 100", "limit: 7"));

        assertThat(settle()).isEqualTo(Reading.ANOTHER_PACK);
        assertThat(taken).singleElement().satisfies(pack -> assertThat(pack.limits())
                .isNotEmpty());
    }

    @Test
    void aWrongFileIsToldOnceWithItsLineAndMendedLater() throws Exception {
        write(PACK.replace("limit: 100", "limit: many"));

        assertThat(refusal()).hasMessageContaining("pack.yaml:8");
        assertThat(settle()).isEqualTo(Reading.NO_NEWS);
        assertThat(taken).isEmpty();

        write(PACK);
        assertThat(settle()).isEqualTo(Reading.AS_BEFORE);
    }

    @Test
    void aFileThatIsGoneIsRefused() throws Exception {
        settle();
        Files.delete(path);

        assertThat(refusal()).hasMessageContaining("there is no such file");
    }

    /** Other services and all keys in Redis go by these. */
    @Test
    void anotherSiteIsRefused() throws Exception {
        write(PACK.replace("site: small", "site: other").replace("keyPrefix: \"small:\"", "keyPrefix: \"other:\""));

        assertThat(refusal()).hasMessageContaining("site and keyPrefix cannot change");
    }

    @Test
    void whatCannotBeUsedIsRefused() throws Exception {
        write(PACK.replace("limit: 100", "limit: 7"));
        file.read(taken::add);

        assertThatThrownBy(() -> file.read(pack -> {
                    throw new IllegalArgumentException("no such upstream");
                }))
                .isInstanceOf(Refused.class)
                .hasMessage("no such upstream");
    }

    private void write(String pack) throws IOException {
        Files.writeString(path, pack);
    }

    /** Reads as often as it takes for a file to count. */
    private Reading settle() throws Refused {
        file.read(taken::add);
        return file.read(taken::add);
    }

    private Refused refusal() {
        return catchThrowableOfType(Refused.class, this::settle);
    }
}
