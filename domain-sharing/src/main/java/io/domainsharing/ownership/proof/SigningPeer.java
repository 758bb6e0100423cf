// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.ownership.PeerName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A peer that has proven an answer. Immutable.
 *
 * @param mark of its name, hosts, port and secret: of another one nothing is known
 * @param since when it first did
 */
record SigningPeer(PeerName name, String mark, Instant since) {
    private static final Pattern MARK = Pattern.compile("[0-9a-f]{32}");

    SigningPeer {
        if (!MARK.matcher(mark).matches()) {
            throw new IllegalArgumentException("a mark is 32 hexadecimal digits");
        }
    }

    /** Mark and time, as they are stored. */
    String words() {
        return mark + ' ' + since;
    }

    /**
     * Reads what {@link #words} has written.
     *
     * @throws IllegalArgumentException it is something else
     */
    static SigningPeer of(PeerName name, String words) {
        int space = words.indexOf(' ');
        try {
            return new SigningPeer(
                    name, words.substring(0, Math.max(0, space)), Instant.parse(words.substring(space + 1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("it ends in no time", e);
        }
    }
}
