package dev.trivet.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Follows a chunked body to its end (RFC 9112 section 7.1): each line ends in CR LF, sizes are hexadecimal digits alone, and
 * trailers say nothing that only a head may say.
 */
final class ChunkedBody {

    /** So many hexadecimal digits are below 2^60. */
    private static final int MOST_DIGITS = 15;

    private static final int LONGEST_EXTENSIONS = 256;
    private static final int LONGEST_TRAILERS = 4096;
    private static final int MOST_TRAILERS = 32;

    /** Fields that would change what has been decided about the request already (RFC 9110 section 6.5.1). */
    private static final Set<String> NEVER_TRAILERS = Set.of(
            "authorization",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "expect",
            "forwarded",
            "host",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-forwarded-for");

    private enum State {
        SIZE,
        EXTENSION,
        QUOTED,
        ESCAPED,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        DONE
    }

    private byte[] trailers = new byte[2];
    private State state = State.SIZE;
    private long left;
    private int digits;
    private int extensions;
    private int trailerBytes;

    boolean isDone() {
        return state == State.DONE;
    }

    /** How many bytes of data come before anything else that need not be looked at. */
    long opaque() {
        return state == State.DATA ? left : 0;
    }

    void skip(long bytes) {
        left -= bytes;
        if (left == 0) {
            state = State.DATA_CR;
        }
    }

    /** Takes the next byte that is not data. */
    void take(byte b) {
        switch (state) {
            case SIZE -> size(b);
            case EXTENSION, QUOTED, ESCAPED -> extension(b);
            case SIZE_LF -> {
                require(b == '\n');
                state = left == 0 ? State.TRAILERS : State.DATA;
            }
            case DATA_CR -> {
                require(b == '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                require(b == '\n');
                digits = 0;
                extensions = 0;
                state = State.SIZE;
            }
            case TRAILERS -> trailer(b);
            default -> throw new IllegalStateException("the body is over");
        }
    }

    private void size(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            require(++digits <= MOST_DIGITS);
            left = left << 4 | digit;
        } else {
            require(digits > 0 && (b == '\r' || b == ';'));
            state = b == '\r' ? State.SIZE_LF : State.EXTENSION;
        }
    }

    private void extension(byte b) {
        require(++extensions <= LONGEST_EXTENSIONS);
        int c = b & 0xff;
        if (state == State.EXTENSION && c == '\r') {
            state = State.SIZE_LF;
            return;
        }
        require(c >= ' ' && c != 0x7f || c == '\t');
        state = switch (state) {
            case EXTENSION -> c == '"' ? State.QUOTED : State.EXTENSION;
            case QUOTED -> c == '\\' ? State.ESCAPED : c == '"' ? State.EXTENSION : State.QUOTED;
            default -> State.QUOTED;
        };
    }

    private void trailer(byte b) {
        if (trailerBytes == LONGEST_TRAILERS) {
            throw new BadMessage(431, "trailers may have " + LONGEST_TRAILERS + " bytes at most");
        }
        if (trailerBytes == trailers.length) {
            trailers = Arrays.copyOf(trailers, LONGEST_TRAILERS);
        }
        trailers[trailerBytes++] = b;
        if (b != '\n') {
            return;
        }
        require(trailerBytes > 1 && trailers[trailerBytes - 2] == '\r');
        boolean isEmptyLine = trailerBytes == 2 || trailers[trailerBytes - 3] == '\n';
        if (isEmptyLine) {
            FieldLines.read(trailers, 0, trailerBytes - 2, MOST_TRAILERS, (name, value) -> {});
            checkNames();
            state = State.DONE;
        }
    }

    private void checkNames() {
        String text = new String(trailers, 0, trailerBytes, StandardCharsets.ISO_8859_1);
        for (String line : text.split("\r\n")) {
            String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
            if (NEVER_TRAILERS.contains(name) || name.replace('_', '-').startsWith("x-trivet-")) {
                throw new BadMessage(400, "\"" + name + "\" may not be a trailer");
            }
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new BadMessage(400, "the chunked body is malformed");
        }
    }
}
