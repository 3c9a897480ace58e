package dev.trivet.common.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentinel that says what it was told to. */
final class ToldMaster {

    private static final Pattern QUESTION =
            Pattern.compile("(?i)(hello|ping|\\r\\nmaster\\r\\n|get-master-addr-by-name)");

    private final NetServer server;
    private volatile int masterPort;
    private volatile int epoch;
    private volatile int asked;

    ToldMaster(Vertx vertx, int masterPort, int epoch) {
        this.masterPort = masterPort;
        this.epoch = epoch;
        server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> {
                    Matcher questions = QUESTION.matcher(bytes.toString());
                    while (questions.find()) {
                        socket.write(answer(questions.group().trim().toLowerCase()));
                    }
                }));
        Links.join(server.listen(0, "127.0.0.1"));
    }

    private Buffer answer(String question) {
        return Buffer.buffer(
                switch (question) {
                    case "hello" -> "*0\r\n";
                    case "ping" -> "+PONG\r\n";
                    case "master" -> array("config-epoch", Integer.toString(epoch));
                    default -> {
                        asked++;
                        yield array("127.0.0.1", Integer.toString(masterPort));
                    }
                });
    }

    private static String array(String... words) {
        var text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    void tell(int newMasterPort, int newEpoch) {
        masterPort = newMasterPort;
        epoch = newEpoch;
    }

    int port() {
        return server.actualPort();
    }

    int asked() {
        return asked;
    }
}
