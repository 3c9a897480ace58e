package dev.trivet.api.openapi;

import static dev.trivet.api.openapi.Operations.JSON;

import dev.trivet.common.pack.Pack;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import java.util.List;

/** What answers for the site as a whole: figures, counters, forms. */
final class SitePaths {

    private final Pack pack;
    private final String root;

    SitePaths(Pack pack) {
        this.pack = pack;
        this.root = pack.paths().api();
    }

    void addTo(Paths paths) {
        if (pack.stats() != null) {
            APIResponses responses =
                    Responses.of("200", Responses.json("The figures", Schemas.SITE_STATS, Responses.CACHED));
            Responses.addUnchanged(responses);
            Operation read = Operations.open("readStats", "stats", "Figures about the site")
                    .addParameter(Parameters.ref("If-None-Match"))
                    .responses(responses);
            paths.addPathItem(
                    root + pack.stats().path(), OASFactory.createPathItem().GET(read));
        }
        pack.counters().forEach((name, counter) -> {
            Operation raise = Operations.open("raise_" + identifier(name), "stats", "Raise " + name + " by one")
                    .description(counter.description())
                    .responses(Responses.of("2XX", Responses.empty("Raised", List.of())));
            paths.addPathItem(
                    root + "/stats/" + name, OASFactory.createPathItem().POST(raise));
        });
        // A form's honeypot is left out: robots read this too.
        pack.forms().keySet().forEach(name -> {
            Operation send = Operations.open("send_" + identifier(name), "forms", "Send the form " + name)
                    .requestBody(Operations.body(Schemas.FORM + name, JSON))
                    .responses(Responses.of(
                            "202",
                            Responses.empty("Kept; mails follow", List.of()),
                            Refusal.BAD_REQUEST,
                            Refusal.TOO_LARGE,
                            Refusal.INVALID));
            paths.addPathItem(
                    root + "/forms/" + name, OASFactory.createPathItem().POST(send));
        });
    }

    /** A name as part of an operation's; names have no underscores of their own, so none becomes another's. */
    private static String identifier(String name) {
        return name.replace('-', '_');
    }
}
