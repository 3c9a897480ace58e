package dev.trivet.common.pack;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How people come to have an account, and what protects it.
 *
 * @param register roles of whoever registers; empty when nobody can
 * @param links addresses of the site's own pages that mails lead to, with {@code {token}} where the token belongs
 * @param mails texts that replace Trivet's own, by occasion
 */
public record People(
        List<String> register, Links links, Password password, Throttle throttle, Map<Occasion, Mail> mails) {

    static final People DEFAULT = new People(null, null, null, null, null);

    public People {
        register = register == null ? List.of() : List.copyOf(register);
        links = links == null ? new Links(null, null) : links;
        password = password == null ? new Password(null) : password;
        throttle = throttle == null ? new Throttle(null, null) : throttle;
        mails = mails == null ? Map.of() : Map.copyOf(mails);
    }

    /** Where mails lead; what is left out, mails show the token alone. */
    public record Links(String verify, String reset) {}

    /**
     * @param min least length of a password in characters
     */
    public record Password(Integer min) {

        private static final int SINGLE_FACTOR = 15;

        public Password {
            min = min == null ? SINGLE_FACTOR : min;
        }
    }

    /** What slows down those who guess passwords. */
    public record Throttle(Account account, Address address) {

        public Throttle {
            account = account == null ? new Account(null, null) : account;
            address = address == null ? new Address(null, null, null) : address;
        }

        /**
         * @param failures wrong passwords in a row before each further try has to wait, twice as long each time
         * @param longest the longest such wait
         */
        public record Account(Integer failures, Duration longest) {

            public Account {
                failures = failures == null ? 5 : failures;
                longest = longest == null ? Duration.ofMinutes(15) : longest;
            }
        }

        /**
         * @param failures wrong passwords from one client address within the window
         * @param block how long the address is refused after one more
         */
        public record Address(Integer failures, Duration window, Duration block) {

            public Address {
                failures = failures == null ? 100 : failures;
                window = window == null ? Duration.ofHours(1) : window;
                block = block == null ? Duration.ofHours(1) : block;
            }
        }
    }

    /** A mail's subject and text, with {@code {name}}, {@code {token}}, {@code {link}} and {@code {site}} in them. */
    public record Mail(String subject, String text) {}
}
