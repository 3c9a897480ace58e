package dev.trivet.common.pack;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A site, as its pack file tells it. Every value has been checked by {@link PackLoader}; defaults are filled in here.
 *
 * @param site short name: marks the site's rows and is the audience of its tokens
 * @param title name for people
 * @param keyPrefix what every Redis key of the site begins with, ending in a colon
 * @param language of its texts
 * @param timeZone where its days begin
 * @param types content types by plural name
 * @param stats figures about the whole site, or null
 * @param counters numbers that anybody may raise, by name
 * @param forms forms that anybody may send, by name
 * @param people how they come to have an account and keep it
 * @param limits rate limits by name
 * @param routes other services behind the gateway by name, in the order in which they are looked at
 * @param cors which other sites' pages may call it from browsers, or null for none
 * @param headers of every answer that does not have them itself, by name; empty for one that is not to be sent
 */
public record Pack(
        String site,
        String title,
        String keyPrefix,
        Language language,
        ZoneId timeZone,
        Paths paths,
        Map<String, Role> roles,
        Map<String, ContentType> types,
        Stats stats,
        Map<String, Counter> counters,
        Map<String, Form> forms,
        People people,
        Sessions sessions,
        Map<String, Limit> limits,
        Map<String, PackRoute> routes,
        Cors cors,
        Map<String, String> headers,
        Seed seed) {

    public Pack {
        title = title == null ? site : title;
        language = language == null ? Language.SIMPLE : language;
        timeZone = timeZone == null ? ZoneOffset.UTC : timeZone;
        counters = counters == null ? Map.of() : counters;
        forms = forms == null ? Map.of() : forms;
        people = people == null ? People.DEFAULT : people;
        sessions = sessions == null ? Sessions.DEFAULT : sessions;
        limits = limits == null ? Map.of() : limits;
        routes = routes == null ? Map.of() : routes;
        headers = headers == null ? Map.of() : headers;
        seed = seed == null ? new Seed(null, null) : seed;
    }

    public Optional<ContentType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Roots of the site's public paths, without a trailing slash. */
    public record Paths(String api, String auth) {

        /** Replaces {@code {api}} and {@code {auth}} in a path pattern. */
        public String resolve(String pattern) {
            return pattern.replace("{api}", api).replace("{auth}", auth);
        }
    }

    public record Role(List<String> inherits, List<String> permissions) {

        public Role {
            inherits = inherits == null ? List.of() : List.copyOf(inherits);
            permissions = permissions == null ? List.of() : List.copyOf(permissions);
        }
    }
}
