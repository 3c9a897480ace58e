package dev.trivet.session.account;

import io.smallrye.config.ConfigMapping;

import java.util.List;
import java.util.Optional;

/** Settings about people that are not the pack's to say. */
@ConfigMapping(prefix = "trivet.people")
interface PeopleConfig {

    /**
     * Addresses of the site's first administrators, separated by commas: whoever shows by mail that one is his may do
     * everything. Environment: {@code TRIVET_PEOPLE_ADMINISTRATORS}.
     */
    Optional<List<String>> administrators();
}
