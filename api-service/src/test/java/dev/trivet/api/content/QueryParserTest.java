package dev.trivet.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

class QueryParserTest {

    private final ContentType type = new ContentType(
            false,
            null,
            null,
            null,
            null,
            "-price",
            null,
            List.of("notes"),
            "place",
            null,
            null,
            null,
            null,
            Map.of(
                    "city", field(FieldType.STRING, true),
                    "price", field(FieldType.NUMBER, true),
                    "open", field(FieldType.BOOLEAN, true),
                    "starts", field(FieldType.DATE_TIME, true),
                    "place", field(FieldType.GEO, false),
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
        var query = parse(Map.of(
                "price.gte", List.of("3.0"),
                "open", List.of("true"),
                "city", List.of("3"),
                "starts.lt", List.of("2026-12-01T01:00:00+02:00")));

        assertThat(query.conditions())
                .extracting(Condition::canonical)
                .containsExactlyInAnyOrder(
                        "city=\"3\"", "open=true", "price.gte=3", "starts.lt=\"2026-11-30T23:00:00Z\"");
        assertThatThrownBy(() -> parse(Map.of("open", List.of("yes")))).hasMessageContaining("boolean");
        assertThatThrownBy(() -> parse(Map.of("price", List.of("cheap")))).hasMessageContaining("number");
        assertThatThrownBy(() -> parse(Map.of("starts", List.of("noon")))).hasMessageContaining("dateTime");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertRefused("notes", "x", "\"notes\"");
        assertRefused("ctiy", "x", "\"ctiy\"");
        assertRefused("price.near", "1", "operators are");
        assertRefused("open.gt", "true", "no smaller and greater");
        assertThatThrownBy(() -> parse(Map.of("city", List.of("a", "b")))).hasMessageContaining("once");
        assertRefused("limit", "0", "1 to 100");
        assertRefused("page", "0", "1 to 500");
        assertRefused("sort", "notes", "cannot be sorted by \"notes\"");
        assertRefused("sort", "price,-price", "different");
        assertRefused("fields", "city,colour", "\"colour\"");
        assertRefused("count", "maybe", "exact");
        assertRefused("radius", "5", "\"near\"");
        assertRefused("near", "91,0", "latitude,longitude");
        assertRefused("near", "here", "latitude,longitude");
        assertRefused("q", " ", "some words");
    }

    @Test
    void aListIsInThePacksOrderUnlessAskedOtherwise() throws Exception {
        assertThat(parse(Map.of()).order().canonical()).isEqualTo("-price");
        assertThat(parse(Map.of("sort", List.of("city,-createdAt"))).order().canonical())
                .isEqualTo("city,-createdAt");
        assertThat(parse(Map.of("q", List.of("x"))).order().canonical()).isEqualTo("-~rank");
        assertThat(parse(Map.of("q", List.of("x"), "near", List.of("1,2")))
                        .order()
                        .canonical())
                .isEqualTo("~distance");
    }

    /** People standing side by side, or writing a word with and without its accent, ask the same question. */
    @Test
    void whatComesToTheSameIsTheSame() throws Exception {
        assertThat(parse(Map.of("near", List.of("48.85001,-0.00001"))).canonical())
                .isEqualTo(parse(Map.of("near", List.of("48.85, 0"), "radius", List.of("25.0")))
                        .canonical());
        assertThat(parse(Map.of("q", List.of("  Élégant  SALON"))).canonical())
                .isEqualTo(parse(Map.of("q", List.of("elegant salon"))).canonical());
        assertThat(parse(Map.of("fields", List.of("price,city,price"))).canonical())
                .isEqualTo(parse(Map.of("fields", List.of("city,price"))).canonical());
        assertThat(parse(Map.of("city", List.of("x".repeat(500)))).canonical()).hasSizeLessThan(100);
    }

    /** Otherwise one question could be given the answer to another. */
    @Test
    void noTextInAQuestionPassesForAPartOfIt() throws Exception {
        var words = parse(Map.of("sort", List.of("city"), "q", List.of("loft&near=48.850,2.350+7.0")));
        var near = parse(Map.of(
                "sort", List.of("city"), "q", List.of("loft"), "near", List.of("48.85,2.35"), "radius", List.of("7")));

        assertThat(words.canonical()).isNotEqualTo(near.canonical());
        assertThat(parse(Map.of("city", List.of("x\"&open=true"))).canonical())
                .isNotEqualTo(parse(Map.of("city", List.of("x"), "open", List.of("true")))
                        .canonical());
    }

    @Test
    void aCursorLeadsBackToItsPlaceInItsOwnQuestionOnly() throws Exception {
        var query = parse(Map.of("city", List.of("Lyon")));
        var cursor = new Cursor(query.cursorOf(), List.of("12.5"), UUID.randomUUID());

        assertThat(parse(Map.of("city", List.of("Lyon"), "after", List.of(cursor.encode())))
                        .after())
                .isEqualTo(cursor);
        assertThatThrownBy(() -> parse(Map.of("city", List.of("Paris"), "after", List.of(cursor.encode()))))
                .hasMessageContaining("no cursor of this query");
        assertThatThrownBy(() ->
                        parse(Map.of("city", List.of("Lyon"), "after", List.of(cursor.encode()), "page", List.of("2"))))
                .hasMessageContaining("not both");
        for (String wrong : List.of("", "x", "AAAA", cursor.encode() + "AA", "////", "é", "W10", "WzEsMiwzXQ")) {
            assertThat(Cursor.decode(wrong)).isEmpty();
        }
    }

    private void assertRefused(String name, String value, String why) {
        assertThatThrownBy(() -> parse(Map.of(name, List.of(value))))
                .isInstanceOf(ListQuery.Refused.class)
                .hasMessageContaining(why);
    }

    private ListQuery parse(Map<String, List<String>> parameters) throws ListQuery.Refused {
        return QueryParser.parse(type, parameters);
    }

    private static Field field(FieldType type, boolean index) {
        return index ? Field.of(type).indexed() : Field.of(type);
    }
}
