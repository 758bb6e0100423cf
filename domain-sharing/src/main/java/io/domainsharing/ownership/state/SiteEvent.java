// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.util.Arrays;
import java.util.Optional;

/**
 * What one node tells the others of its site. Nothing depends on it: whoever misses one finds out a little later.
 *
 * @param detail what the kind says; may be empty
 */
public record SiteEvent(Kind kind, String detail) {
    /** Characters; a longer one is not heard. */
    private static final int LONGEST = 1_000;

    /** What is told. The words are sent between versions: a kind is never renamed. */
    public enum Kind {
        /** The peers added at run time are others: to be read again. */
        PEERS("peers"),
        /** The pins are others: to be read again. */
        PINS("pins"),
        /** The conflicts are others: to be read again. */
        CONFLICTS("conflicts"),
        /** The peers that prove their answers are others: to be read again. */
        PROOFS("proofs"),
        /** All about this address is to be forgotten. */
        EVICT("evict"),
        /** All about the addresses of this domain. */
        EVICT_DOMAIN("evict-domain"),
        /** All about the addresses of the peer of this name. */
        EVICT_PEER("evict-peer"),
        /** All that is remembered of addresses. */
        EVICT_ALL("evict-all"),
        /** Somebody has it: address, space, name of the peer. */
        FOUND("found");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    public static SiteEvent of(Kind kind) {
        return new SiteEvent(kind, "");
    }

    /** As it is sent. */
    public String text() {
        return kind.word + ' ' + detail;
    }

    /** What was sent; empty: nothing that this version knows. */
    public static Optional<SiteEvent> parse(String text) {
        int space = text.indexOf(' ');
        if (space < 0 || text.length() - space - 1 > LONGEST) {
            return Optional.empty();
        }
        String word = text.substring(0, space);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word.equals(word))
                .map(kind -> new SiteEvent(kind, text.substring(space + 1)))
                .findFirst();
    }
}
