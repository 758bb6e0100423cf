// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who holds it may try the mail of that key. There is one for each mail that waits; a broker that was interrupted may make two of it.
 *
 * @param key of the mail in its repository
 * @param serial of the state in which the mail was held: a ticket for an earlier state counts for nothing
 * @param since since when the mail waits, to the millisecond
 */
public record Ticket(String key, long serial, Instant since) {
    private static final Pattern FORMAT = Pattern.compile("1 ([0-9a-f]{16}) ([0-9]{1,15}) (.{1,2000})", Pattern.DOTALL);

    public Ticket {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a ticket needs a key");
        }
    }

    /**
     * Reads what {@link #asText} writes.
     *
     * @throws IllegalArgumentException it is no ticket that this version writes
     */
    public static Ticket parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no ticket: it has " + text.length() + " characters");
        }
        return new Ticket(
                matcher.group(3),
                Long.parseUnsignedLong(matcher.group(1), 16),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(2))));
    }

    /** What {@link #parse} reads. */
    public String asText() {
        return "1 " + hex(serial) + " " + since.toEpochMilli() + " " + key;
    }

    static String hex(long number) {
        String digits = Long.toHexString(number);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
