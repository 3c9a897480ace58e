import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.parsetools.RecordParser;

/**
 * What stands behind every gateway that is measured: the same bytes for each request, sent as soon as a head has ended. It
 * reads no request, so bodies are not for it. As it costs less than any gateway, none waits for it.
 */
public class Upstream {

    /** An item as api-service answers it: about as many bytes, and as many headers. */
    private static final String ITEM = """
            {"id":"5d0c9a54-8f0e-4a53-9a0e-3c1b5f6d7e80","title":"Salle voûtée","description":"%s","city":"Lyon","capacity":40}"""
            .formatted("Pierre apparente, lumière du nord, cour calme. ".repeat(10));

    private static final Buffer ANSWER = answer(Buffer.buffer(ITEM));

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(args[0])))
                .connectHandler(socket ->
                        socket.handler(RecordParser.newDelimited("\r\n\r\n", head -> socket.write(ANSWER))))
                .listen()
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    System.exit(1);
                });
    }

    private static Buffer answer(Buffer body) {
        return Buffer.buffer("""
                HTTP/1.1 200 OK
                Content-Type: application/json
                Content-Length: %d
                Cache-Control: public, max-age=60
                ETag: "3c1b5f6d7e80"
                Vary: Accept-Encoding
                X-Cache: HIT
                Cache-Status: trivet; hit

                """.formatted(body.length()).replace("\n", "\r\n"))
                .appendBuffer(body);
    }
}
