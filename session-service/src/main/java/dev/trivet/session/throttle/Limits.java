package dev.trivet.session.throttle;

import java.time.Duration;
import java.util.stream.LongStream;

/** How much a guesser may try. What is null is as most sites want it. */
public record Limits(Account account, Address address, Mails mails) {

    /** All of these are kept one by one. */
    private static final int MOST = 1_000;

    public Limits {
        account = account == null ? new Account(null, null) : account;
        address = address == null ? new Address(null, null, null) : address;
        mails = mails == null ? new Mails(null, null, null) : mails;
    }

    /**
     * Wrong passwords for one account. There is no lasting lock, which anybody could put on anybody.
     *
     * @param failures so many in a row are free
     * @param longest each further one makes the next wait twice as long, from a second up to this
     */
    public record Account(Integer failures, Duration longest) {

        private static final int MOST_DOUBLINGS = 30;

        public Account {
            failures = bounded(failures == null ? 5 : failures);
            longest = longest == null ? Duration.ofMinutes(15) : longest;
        }

        /** How many milliseconds to wait after the first failure, the second and so on; the last holds for all further. */
        long[] waits() {
            return LongStream.rangeClosed(1, (long) failures + MOST_DOUBLINGS)
                    .map(failure -> failure < failures ? 0 : doubled(failure - failures))
                    .toArray();
        }

        private long doubled(long doublings) {
            return Math.min(1_000L << doublings, longest.toMillis());
        }
    }

    /**
     * Wrong passwords from one client address.
     *
     * @param failures so many within the window are free
     * @param block how long the address is refused when it tries once more; null until the window has room again
     */
    public record Address(Integer failures, Duration window, Duration block) {

        public Address {
            failures = bounded(failures == null ? 100 : failures);
            window = window == null ? Duration.ofHours(1) : window;
        }
    }

    /**
     * Mails that people ask for: to confirm an address, to set a password anew.
     *
     * @param toRecipient so many reach one recipient within the window
     * @param fromAddress so many may be asked for by one client address within the window
     */
    public record Mails(Integer toRecipient, Integer fromAddress, Duration window) {

        public Mails {
            toRecipient = bounded(toRecipient == null ? 5 : toRecipient);
            fromAddress = bounded(fromAddress == null ? 50 : fromAddress);
            window = window == null ? Duration.ofHours(1) : window;
        }
    }

    private static int bounded(int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("a limit of attempts is a number from 1 to " + MOST);
        }
        return number;
    }
}
