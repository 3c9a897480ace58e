package dev.trivet.session.account;

import dev.trivet.common.mail.MailAddress;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Roles;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who has an account from the start, who may get himself one, and which roles they begin with. */
@Singleton
public class Newcomers {

    private final List<String> everybody;
    private final Set<String> administrators;
    private final String administratorRole;

    Newcomers(Pack pack, PeopleConfig config) {
        this.everybody = pack.people().register();
        this.administrators = config.administrators().orElse(List.of()).stream()
                .map(Newcomers::address)
                .collect(Collectors.toUnmodifiableSet());
        var roles = new Roles(pack.roles());
        this.administratorRole = pack.roles().keySet().stream()
                .filter(role -> roles.permits(List.of(role), "people", "admin"))
                .findFirst()
                .orElse(null);
        if (!administrators.isEmpty() && administratorRole == null) {
            throw new ConfigurationException(
                    "TRIVET_PEOPLE_ADMINISTRATORS names people, but no role of the pack has the"
                            + " permission people:admin; give it to one");
        }
    }

    private static String address(String text) {
        return MailAddress.of(Emails.normalised(text))
                .orElseThrow(() -> new ConfigurationException("TRIVET_PEOPLE_ADMINISTRATORS: \"" + text
                        + "\" is no address that mail can be sent to; separate addresses by commas"));
    }

    /** Whether people can register. */
    public boolean areWelcome() {
        return !everybody.isEmpty();
    }

    /** The roles that whoever registers begins with. */
    public List<String> roles() {
        return everybody;
    }

    /** The first administrators' addresses, normalised. */
    public Set<String> administrators() {
        return administrators;
    }

    /** The role that they get. */
    public String administratorRole() {
        return administratorRole;
    }
}
