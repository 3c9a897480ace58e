package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** The API's document through the gateway, and its page, which is for development. */
class OpenApiIT {

    @Test
    void inDevelopmentThereIsThePageToo() {
        try (Site site = Site.lokroom(Map.of())) {
            var document = site.get("/api/openapi.json");
            assertThat(document.status()).isEqualTo(200);
            assertThat(document.json().get("paths").has("/api/listings")).isTrue();
            assertThat(site.get("/api/openapi.json", "If-None-Match", document.header("ETag"))
                            .status())
                    .isEqualTo(304);

            assertThat(site.get("/api/openapi").header("Location")).isEqualTo("/api/openapi/index.html");
            assertThat(site.get("/api/openapi/index.html").status()).isEqualTo(200);
            assertThat(site.get("/api/openapi/swagger-ui-bundle.js").status()).isEqualTo(200);
            assertThat(onItsOwnPort(site, "/docs/").status()).isEqualTo(200);
        }
    }

    @Test
    void inProductionThereIsTheDocumentAlone() {
        try (Site site = Site.lokroom(Map.of("QUARKUS_PROFILE", "prod", "TRIVET_MAIL_FOLDER", ""))) {
            assertThat(site.get("/api/openapi.json").status()).isEqualTo(200);

            assertThat(site.get("/api/openapi").status()).isEqualTo(404);
            assertThat(site.get("/api/openapi/index.html").status()).isEqualTo(404);
            for (String path : new String[] {"/docs", "/docs/", "/docs/index.html", "/openapi.json", "/q/openapi"}) {
                assertThat(onItsOwnPort(site, path).status()).isEqualTo(404);
                assertThat(site.manage(site.stack().layout().contentHealth(), path)
                                .status())
                        .isEqualTo(404);
            }
        }
    }

    /** Asks api-service past the gateway. */
    private static Site.Answer onItsOwnPort(Site site, String path) {
        return site.manage(site.stack().layout().content(), path);
    }
}
