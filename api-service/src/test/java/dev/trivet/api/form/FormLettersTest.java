package dev.trivet.api.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.mail.Letter;
import dev.trivet.common.pack.Field;
import dev.trivet.common.pack.FieldType;
import dev.trivet.common.pack.Form;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class FormLettersTest {

    private static final Map<String, Field> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put("name", Field.of(FieldType.STRING));
        FIELDS.put("email", Field.of(FieldType.EMAIL));
        FIELDS.put("size", Field.of(FieldType.NUMBER));
        FIELDS.put(
                "days", new Field(FieldType.STRING, false, true, null, null, null, false, null, null, null, "Dagen"));
        FIELDS.put("place", Field.of(FieldType.GEO));
        FIELDS.put("wheelchair", Field.of(FieldType.BOOLEAN));
    }

    @Test
    void placeholdersStandForValuesAndMissingOnesForNothing() {
        Letter letter = write("{name} ({size}, {wheelchair})", "{days}|{place}|{email}|{name}{name}", """
                {"name": "Ann", "size": 2.50, "days": ["ma", "di"], "place": {"lat": 52.1, "lon": 5.9}, "wheelchair": true}
                """);

        assertThat(letter.subject()).isEqualTo("Ann (2.50, true)");
        assertThat(letter.text()).isEqualTo("ma, di|lat 52.1, lon 5.9||AnnAnn");
    }

    @Test
    void aValueIsNeverReadAsATemplate() {
        Letter letter =
                write("{name}", "{name} {email}", "{\"name\": \"{email} $1 \\\\\", \"email\": \"a@example.org\"}");

        assertThat(letter.subject()).isEqualTo("{email} $1 \\");
        assertThat(letter.text()).isEqualTo("{email} $1 \\ a@example.org");
    }

    @Test
    void withoutATextEveryFieldIsToldInTheOrderOfThePack() {
        Letter letter = write(
                "s",
                null,
                "{\"days\": [\"ma\"], \"email\": \"a@example.org\", \"name\": \"Ann\\nemail: b@example.org\"}");

        assertThat(letter.text()).isEqualTo("""
                walk

                name: Ann
                    email: b@example.org
                email: a@example.org
                size: –
                Dagen: ma
                place: –
                wheelchair: –
                """);
    }

    @Test
    void anAddressThatWasLeftOutIsNoAddressForAnswers() {
        assertThat(write("s", "t", "{}").replyTo()).isNull();
        assertThat(write("s", "t", "{\"email\": \"a@example.org\"}").replyTo()).isEqualTo("a@example.org");
    }

    private static Letter write(String subject, String text, String sent) {
        var form = new Form(FIELDS, null, List.of(new Form.Mail("to@example.org", "{email}", subject, text)));
        ObjectNode data = (ObjectNode) JsonMapper.builder()
                .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(sent);
        return FormLetters.write(SiteForm.of("walk", form), data).get(0);
    }
}
