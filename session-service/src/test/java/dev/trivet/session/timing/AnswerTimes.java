package dev.trivet.session.timing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * Measures whether the time of an answer tells if an address has an account: asks for known and unknown ones in random
 * order, one at a time, each address once and each from a client address of its own, so that nobody is throttled.
 * {@code ./trivet bench} runs it; it is a measurement and no test.
 *
 * <p>Arguments: session-service's address, the database's, how many samples of each kind.
 */
final class AnswerTimes {

    private static final String KNOWN_ACCOUNTS =
            "insert into people.account (id, site, email, name, password_hash, roles)"
                    + " select gen_random_uuid(), site, ?, name, password_hash, roles from people.account where email = 'user@example.org'";
    private static final String REGISTRATION = "insert into people.confirmation (id, site, purpose, email, name,"
            + " password_hash, token_hash, expires_at) select gen_random_uuid(), site, 'register', ?, 'Nina', password_hash,"
            + " gen_random_uuid()::text, now() + interval '15 minutes' from people.account where email = 'user@example.org'";
    private static final String PASSWORD = "\"password\":\"seven herons wade upstream\"";
    private static final int WARM_UP = 60;
    private static final double TELLING = 0.01;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random();
    private final String service;
    private final Connection database;
    private final int samples;
    private int client;

    private AnswerTimes(String service, Connection database, int samples) {
        this.service = service;
        this.database = database;
        this.samples = samples;
    }

    public static void main(String[] args) throws Exception {
        URI at = URI.create(args[1]);
        String[] owner = at.getUserInfo().split(":");
        String jdbc = "jdbc:postgresql://" + at.getAuthority().replaceFirst(".*@", "") + at.getPath();
        try (Connection database = DriverManager.getConnection(jdbc, owner[0], owner[1])) {
            var times = new AnswerTimes(args[0], database, Integer.parseInt(args[2]));
            System.out.printf(
                    "Does the time of an answer tell who has an account? %d answers each; telling below p = %s%n%n",
                    times.samples, TELLING);
            System.out.println("| | known, median ms | unknown, median ms | p | |\n|---|--:|--:|--:|---|");
            Function<String, String> mail = email -> "{\"email\":\"" + email + "\"}";
            times.compare(
                    "login, wrong password",
                    "login",
                    email -> "{\"email\":\"" + email + "\"," + PASSWORD + "}",
                    401,
                    KNOWN_ACCOUNTS);
            times.compare(
                    "register",
                    "register",
                    email -> "{\"email\":\"" + email + "\",\"name\":\"Nina\"," + PASSWORD + "}",
                    202,
                    KNOWN_ACCOUNTS);
            times.compare("forgot-password", "forgot-password", mail, 202, KNOWN_ACCOUNTS);
            times.compare("resend, has an account", "verify-email/resend", mail, 202, KNOWN_ACCOUNTS);
            times.compare("resend, has registered", "verify-email/resend", mail, 202, REGISTRATION);
        }
    }

    private void compare(String name, String path, Function<String, String> body, int expected, String makeKnown)
            throws IOException, InterruptedException, SQLException {
        List<String> known = addresses(samples);
        List<String> unknown = addresses(samples);
        try (PreparedStatement insert = database.prepareStatement(makeKnown)) {
            for (String email : known) {
                insert.setString(1, email);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        for (String email : addresses(WARM_UP)) {
            millis(path, body.apply(email), expected);
        }
        List<String> order = new ArrayList<>(known);
        order.addAll(unknown);
        Collections.shuffle(order, random);
        double[] ofKnown = new double[samples];
        double[] ofUnknown = new double[samples];
        var isKnown = new java.util.HashSet<>(known);
        int k = 0;
        int u = 0;
        for (String email : order) {
            double millis = millis(path, body.apply(email), expected);
            if (isKnown.contains(email)) {
                ofKnown[k++] = millis;
            } else {
                ofUnknown[u++] = millis;
            }
        }
        double p = MannWhitney.probability(ofKnown, ofUnknown);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.4f | %s |%n",
                name,
                median(ofKnown),
                median(ofUnknown),
                p,
                p < TELLING ? "**tells**" : "tells nothing");
    }

    private double millis(String path, String body, int expected) throws IOException, InterruptedException {
        client++;
        HttpRequest request = HttpRequest.newBuilder(URI.create(service + "/api/auth/" + path))
                .header("Content-Type", "application/json")
                .header("X-Trivet-Address", "10." + random.nextInt(256) + "." + client / 256 + "." + client % 256)
                .POST(BodyPublishers.ofString(body))
                .build();
        long began = System.nanoTime();
        var answer = http.send(request, BodyHandlers.ofString());
        double millis = (System.nanoTime() - began) / 1e6;
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return millis;
    }

    private static List<String> addresses(int many) {
        return java.util.stream.IntStream.range(0, many)
                .mapToObj(i -> "p" + UUID.randomUUID().toString().replace("-", "") + "@example.org")
                .toList();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
