// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word on who owns an address.
 *
 * @param owner the name of a peer, or {@link #HERE}
 * @param until when it ends; null: when it is removed
 */
public record Pin(CanonicalAddress address, PeerName owner, @Nullable Instant until) {
    /** This server, or the site that it is a node of; no peer can be pinned to that has this name. */
    public static final PeerName HERE = new PeerName("here");

    private static final String NO_END = "-";

    public boolean isHere() {
        return owner.equals(HERE);
    }

    /** When it ends; empty: when it is removed. */
    public Optional<Instant> end() {
        return Optional.ofNullable(until);
    }

    /** Whether its time is over. */
    public boolean isOver(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** Owner and end, as they are stored. */
    String words() {
        return owner.value() + ' ' + (until == null ? NO_END : until);
    }

    /**
     * A pin as it was stored.
     *
     * @throws IllegalArgumentException these are not the words of one
     */
    static Pin of(CanonicalAddress address, String words) {
        int space = words.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("no end is said");
        }
        return new Pin(address, new PeerName(words.substring(0, space)), end(words.substring(space + 1)));
    }

    private static @Nullable Instant end(String word) {
        try {
            return word.equals(NO_END) ? null : Instant.parse(word);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + word + "' is no time", e);
        }
    }
}
