package dev.trivet.stack;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that has one replica of session-service make token after token, and shows each to the gateway and to api-service behind
 * it, together with one of those from before.
 */
final class Minter extends Thread {

    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final Site site;
    private final int port;
    private final Random random = new Random(1);
    private final List<String> tokens = new ArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final AtomicInteger minted = new AtomicInteger();
    private volatile String refreshToken;
    private volatile String token;
    private volatile boolean over;

    Minter(Site site, int port, String email) {
        super("minter at " + port);
        setDaemon(true);
        this.site = site;
        this.port = port;
        JsonNode signedIn = site.signIn(email);
        this.refreshToken = signedIn.get("refreshToken").asString();
        this.token = signedIn.get("accessToken").asString();
    }

    @Override
    public void run() {
        while (!over) {
            var answer = site.sendTo(port, "POST", "/api/auth/refresh", Map.of("refreshToken", refreshToken));
            if (answer.status() != 200) {
                refused.add("refresh: " + answer.status());
                return;
            }
            refreshToken = answer.json().get("refreshToken").asString();
            token = answer.json().get("accessToken").asString();
            tokens.add(token);
            for (String shown : List.of(token, tokens.get(random.nextInt(tokens.size())))) {
                for (String path : List.of("/api/auth/me", "/api/amenities?limit=1")) {
                    int status = ask(path, shown);
                    if (status != 200) {
                        refused.add(path + ": " + status + " for " + header(shown));
                    }
                }
            }
            minted.incrementAndGet();
        }
    }

    /** Asks the gateway, from an address that it has not seen before: no limit is reached. */
    int ask(String path, String token) {
        int nth = ADDRESSES.incrementAndGet();
        String address = "10." + (nth >> 16 & 255) + "." + (nth >> 8 & 255) + "." + (nth & 255);
        return site.get(path, "Authorization", "Bearer " + token, "X-Forwarded-For", address)
                .status();
    }

    int minted() {
        return minted.get();
    }

    String token() {
        return token;
    }

    /** The header of the latest token. */
    String header() {
        return header(token);
    }

    List<String> refused() {
        return refused;
    }

    void end() {
        over = true;
        try {
            join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String header(String token) {
        byte[] json = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return new String(json, StandardCharsets.UTF_8);
    }
}
