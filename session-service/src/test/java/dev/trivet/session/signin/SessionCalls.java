package dev.trivet.session.signin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The calls that a client makes about sessions. */
final class SessionCalls {

    private static final String CREDENTIAL = "development-only-service-credential";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String auth;

    SessionCalls(int port) {
        this.auth = "http://localhost:" + port + "/api/auth";
    }

    record Answer(int status, JsonObject body, long asked, long told) {}

    /** A session and the newest tokens that its client has. */
    static final class Held {

        final UUID account;
        final UUID id;
        private String accessToken;
        private String refreshToken;

        Held(UUID account, JsonObject signedIn) {
            this.account = account;
            this.id = UUID.fromString(signedIn.getJsonObject("session").getString("id"));
            renew(signedIn);
        }

        synchronized void renew(JsonObject tokens) {
            String next = tokens.getString("refreshToken");
            if (refreshToken == null || generation(next) > generation(refreshToken)) {
                refreshToken = next;
                accessToken = tokens.getString("accessToken");
            }
        }

        synchronized String accessToken() {
            return accessToken;
        }

        synchronized String refreshToken() {
            return refreshToken;
        }

        private static int generation(String refreshToken) {
            return Integer.parseInt(refreshToken.split("\\.")[1]);
        }
    }

    Answer login(String email, String password) {
        return post("/login", null, new JsonObject().put("email", email).put("password", password));
    }

    Answer refresh(Held session) {
        Answer answer = post("/refresh", null, new JsonObject().put("refreshToken", session.refreshToken()));
        if (answer.status() == 200) {
            session.renew(answer.body());
        }
        return answer;
    }

    Answer logout(Held session) {
        return post("/logout", session.accessToken(), null);
    }

    Answer logoutByRefreshToken(Held session) {
        return post("/logout", null, new JsonObject().put("refreshToken", session.refreshToken()));
    }

    Answer logoutOthers(Held session) {
        return post("/logout-others", session.accessToken(), null);
    }

    Answer logoutAll(Held session) {
        return post("/logout-all", session.accessToken(), null);
    }

    Answer end(Held session, Held by) {
        return send(request("/sessions/" + session.id, by.accessToken()).DELETE());
    }

    Answer me(Held session) {
        return send(request("/me", session.accessToken()));
    }

    Set<UUID> list(Held session) {
        JsonArray items =
                send(request("/sessions", session.accessToken())).body().getJsonArray("items");
        return items.stream()
                .map(item -> UUID.fromString(((JsonObject) item).getString("id")))
                .collect(Collectors.toSet());
    }

    boolean isActive(Held session) {
        String form = "token=" + URLEncoder.encode(session.accessToken(), StandardCharsets.UTF_8);
        return send(request("/introspect", CREDENTIAL)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .body()
                .getBoolean("active");
    }

    private Answer post(String path, String token, JsonObject body) {
        HttpRequest.Builder request = request(path, token);
        return send(
                body == null
                        ? request.POST(BodyPublishers.noBody())
                        : request.header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.encode())));
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(auth + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            long asked = System.nanoTime();
            var answer = http.send(request.build(), BodyHandlers.ofString());
            long told = System.nanoTime();
            String body = answer.body();
            return new Answer(answer.statusCode(), body.isEmpty() ? null : new JsonObject(body), asked, told);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
