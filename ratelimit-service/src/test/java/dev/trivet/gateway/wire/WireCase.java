package dev.trivet.gateway.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of {@code wire/http1.txt}. */
record WireCase(int number, String verdict, String clause, String name, byte[] bytes) {

    private static final Pattern REPEAT = Pattern.compile("\\{([^{}]+)\\*(\\d+)}");

    static List<WireCase> all() {
        try (var in = WireCase.class.getResourceAsStream("/wire/http1.txt")) {
            String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
            List<String> cases = Arrays.stream(lines)
                    .filter(line -> line.contains("|") && !line.startsWith("#"))
                    .toList();
            return java.util.stream.IntStream.range(0, cases.size())
                    .mapToObj(i -> parse(i, cases.get(i)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WireCase parse(int number, String line) {
        String[] columns = line.split("\\|", 4);
        return new WireCase(
                number,
                columns[0].strip(),
                columns[1].strip(),
                columns[2].strip(),
                bytes(number, columns[3].substring(1)));
    }

    String path() {
        return path(number);
    }

    int passes() {
        return !verdict.startsWith("pass") ? 0 : verdict.equals("pass 2") ? 2 : 1;
    }

    @Override
    public String toString() {
        return clause + ": " + name;
    }

    private static String path(int number) {
        return "/api/listings/case-" + number;
    }

    private static byte[] bytes(int number, String text) {
        String plain = text.replace("{H}", "Host: site.example\\r\\n")
                .replace("{V}", "HTTP/1.1\\r\\n")
                .replace("{L}", path(number));
        Matcher repeat = REPEAT.matcher(plain);
        plain = repeat.replaceAll(
                found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            c = plain.charAt(++i);
            switch (c) {
                case 'r' -> out.write('\r');
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case '0' -> out.write(0);
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(Integer.parseInt(plain.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("\\" + c);
            }
        }
        return out.toByteArray();
    }
}
