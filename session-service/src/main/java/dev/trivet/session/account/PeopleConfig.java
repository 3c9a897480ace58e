package dev.trivet.session.account;

import io.smallrye.config.ConfigMapping;

import java.util.List;
import java.util.Optional;

/** Settings about people that are not the pack's to say. */
@ConfigMapping(prefix = "trivet.people")
interface PeopleConfig {

    /**
     * Addresses of the site's first administrators, separated by commas. Each has an account that may do everything, and a
     * password once its owner has asked for one by {@code {auth}/forgot-password}. Environment: {@code TRIVET_PEOPLE_ADMINISTRATORS}.
     */
    Optional<List<String>> administrators();
}
