package dev.trivet.common.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.regex.Pattern;

/** What a pack says about finding, counting and forms, right and wrong. */
class PackRulesTest {

    private static final String GOOD = """
            site: rooms
            keyPrefix: "rooms:"
            language: fr
            timeZone: Europe/Paris
            paths: { api: /api, auth: /api/auth }
            roles: { member: {} }
            types:
              rooms:
                owner: true
                access: { read: [anyone] }
                order: "-price,title"
                visible: open
                search: [title]
                near: place
                unique: [slug]
                stats: { values: { bookings: { count: bookings }, paid: { sum: bookings.paid } } }
                fields:
                  slug: { type: string, index: true }
                  title: { type: string, index: true }
                  price: { type: number, index: true }
                  open: { type: boolean, index: true }
                  place: { type: geo, decimals: 2 }
              bookings:
                owner: true
                access: { read: [owner, room.owner], create: [member] }
                unique: [[room, owner]]
                noOverlap: { within: room, from: starts, to: ends, unless: { state: [cancelled] } }
                fields:
                  room: { type: reference, to: rooms, index: true }
                  starts: { type: dateTime }
                  ends: { type: dateTime }
                  state: { type: string }
                  paid: { type: number, index: true }
            counters: { visitors: { period: day } }
            stats:
              values:
                rooms: { count: rooms, where: { open: true } }
                hosts: { distinct: rooms.owner }
                visitors: { counter: visitors }
            forms:
              contact:
                fields: { email: { type: email, required: true }, text: { type: text } }
                honeypot: website
                mails:
                  - { to: info@example.org, replyTo: "{email}", subject: "From {email}" }
                  - { to: "{email}", subject: Thank you }
            seed:
              users: [ { email: a@example.org, name: Ada, password: only-for-development, roles: [member] } ]
              items:
                rooms: [ { slug: attic, owner: a@example.org }, { slug: cellar, owner: a@example.org } ]
                bookings: [ { room: attic, owner: a@example.org }, { room: 2, owner: a@example.org } ]
            """;

    @Test
    void everythingAPackCanSayIsUnderstood() {
        Pack pack = PackLoader.parse("rooms.yaml", GOOD);

        assertThat(pack.types().get("rooms").unique()).isEqualTo(List.of(List.of("slug")));
        assertThat(pack.types().get("bookings").unique()).isEqualTo(List.of(List.of("room", "owner")));
        assertThat(pack.types().get("bookings").trusted()).containsExactly("room");
        assertThat(pack.types().get("rooms").stats().values().get("paid").field())
                .isEqualTo("paid");
        assertThat(pack.timeZone()).isEqualTo(java.time.ZoneId.of("Europe/Paris"));
    }

    @Test
    void aSeedRowNamesAnotherByItsNumberOrByWhatIsUnique() {
        Pack pack = PackLoader.parse("rooms.yaml", GOOD);
        var bookings = pack.seed().items().get("bookings");

        assertThat(pack.seed().referred(pack, "rooms", bookings.get(0).get("room")))
                .contains(Seed.itemId("rooms", "rooms", 1));
        assertThat(pack.seed().referred(pack, "rooms", bookings.get(1).get("room")))
                .contains(Seed.itemId("rooms", "rooms", 2));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            order: "-price,title"  | order: "-cost"         | rooms.yaml:11: types.rooms.order: no field is named "cost"
            order: "-price,title"  | order: slug,open,place | rooms.yaml:11: types.rooms.order: "place" has no index; set "index: true" on it
            price: { type: number, index: true } | price: { type: number } | rooms.yaml:11: types.rooms.order: "price" has no index; set "index: true" on it
            visible: open          | visible: title         | rooms.yaml:12: types.rooms.visible: "title" cannot be used here, being of type string
            search: [title]        | search: [titel]        | rooms.yaml:13: types.rooms.search.0: no field is named "titel"; did you mean "title"?
            near: place            | near: title            | rooms.yaml:14: types.rooms.near: "title" cannot be used here
            unique: [slug]         | unique: [snail]        | rooms.yaml:15: types.rooms.unique.0: no field is named "snail"
            count: bookings }      | count: booking }       | rooms.yaml:16: types.rooms.stats.values.bookings.count: no type is named "booking"; did you mean "bookings"?
            sum: bookings.paid     | sum: bookings.state    | rooms.yaml:16: types.rooms.stats.values.paid.sum: "state" is no number
            sum: bookings.paid     | sum: bookings          | rooms.yaml:16: types.rooms.stats.values.paid.sum: write <type>.<field>, such as bookings.room
            count: bookings }      | count: rooms }         | rooms.yaml:16: types.rooms.stats.values.bookings: no field of rooms refers to rooms
            decimals: 2            | to: rooms              | rooms.yaml:22: types.rooms.fields.place.to: only a reference refers to something
            room.owner             | house.owner            | rooms.yaml:25: types.bookings.access.read.1: "house" is no field that refers to another item
            from: starts           | from: state            | rooms.yaml:27: types.bookings.noOverlap.from: "state" cannot be used here
            to: rooms, index: true | to: houses, index: true | rooms.yaml:29: types.bookings.fields.room.to: no type is named "houses"
            to: rooms, index: true | to: rooms              | rooms.yaml:29: types.bookings.fields.room: references are looked up when what they refer to is deleted
            { open: true }         | { slog: x }            | rooms.yaml:37: stats.values.rooms.where.slog: no field is named "slog"; did you mean "slug"?
            counter: visitors }    | counter: guests }      | rooms.yaml:39: stats.values.visitors.counter: no counter is named "guests"
            honeypot: website      | honeypot: text         | rooms.yaml:43: forms.contact.honeypot: is a field that people fill in
            email, required: true } | email }               | rooms.yaml:46: forms.contact.mails.1.to: {email} may be left out
            From {email}           | From {name}            | rooms.yaml:45: forms.contact.mails.0.subject: no field is named "name"
            room: attic            | room: roof             | rooms.yaml:51: seed.items.bookings.0.room: names no row of rooms; write the row's number, counted from 1, or its slug
            timeZone: Europe/Paris | timeZone: Europe/Pairs | rooms.yaml:4: timeZone: cannot be understood
            """)
    void aMistakeIsToldWithItsLineAndTheFix(String good, String bad, String told) {
        String text = GOOD.replaceFirst(Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad));
        assertThat(text).isNotEqualTo(GOOD);

        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.parse("rooms.yaml", text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problems()).extracting(PackProblem::toString).anyMatch(line -> line.startsWith(told));
    }
}
