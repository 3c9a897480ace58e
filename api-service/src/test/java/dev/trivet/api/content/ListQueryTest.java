package dev.trivet.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class ListQueryTest {

    private final ContentType type = ContentType.of(
            false,
            null,
            Map.of(
                    "city", field(FieldType.STRING, true),
                    "price", field(FieldType.NUMBER, true),
                    "open", field(FieldType.BOOLEAN, true),
                    "notes", field(FieldType.TEXT, false)));

    @Test
    void theSameQuestionHasOneName() throws Exception {
        var one = parse(Map.of("price", List.of("12.50"), "city", List.of("Lyon"), "limit", List.of("20")));
        var other = parse(Map.of("city", List.of("Lyon"), "price", List.of("12.5")));

        assertThat(one.canonical()).isEqualTo(other.canonical());
        assertThat(parse(Map.of("city", List.of("lyon"))).canonical()).isNotEqualTo(other.canonical());
    }

    @Test
    void valuesHaveTheirFieldsType() throws Exception {
        var query = parse(Map.of("price", List.of("3"), "open", List.of("true"), "city", List.of("3")));

        assertThat(query.filter()).hasToString("{\"city\":\"3\",\"open\":true,\"price\":3}");
        assertThatThrownBy(() -> parse(Map.of("open", List.of("yes")))).hasMessageContaining("boolean");
        assertThatThrownBy(() -> parse(Map.of("price", List.of("cheap")))).hasMessageContaining("number");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> parse(Map.of("notes", List.of("x")))).hasMessageContaining("\"notes\"");
        assertThatThrownBy(() -> parse(Map.of("ctiy", List.of("x")))).hasMessageContaining("\"ctiy\"");
        assertThatThrownBy(() -> parse(Map.of("city", List.of("a", "b")))).hasMessageContaining("once");
        assertThatThrownBy(() -> parse(Map.of("limit", List.of("0")))).hasMessageContaining("1 to 100");
    }

    @Test
    void aCursorLeadsBackToItsPlace() {
        var cursor = new Cursor(Instant.parse("2026-05-17T10:00:00.123456Z"), UUID.randomUUID());

        assertThat(Cursor.decode(cursor.encode())).contains(cursor);
        for (String wrong : List.of(
                "",
                "x",
                "AAAA",
                cursor.encode() + "AA",
                "////",
                "é",
                "f/////////////////////8".replace('/', '_'),
                "gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
            assertThat(Cursor.decode(wrong)).isEmpty();
        }
    }

    private ListQuery parse(Map<String, List<String>> parameters) throws ListQuery.Refused {
        return ListQuery.parse(type, parameters);
    }

    private static Field field(FieldType type, boolean index) {
        return index ? Field.of(type).indexed() : Field.of(type);
    }
}
