// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.resolution.Conflicts.Conflict;
import io.domainsharing.ownership.resolution.Conflicts.FoundBy;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A conflict as the nodes of a site write it down: what found it, since when, and the peers. Stateless. */
final class ConflictText {
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final Words<FoundBy> FOUND_BY = Words.of(FoundBy.class);

    private ConflictText() {}

    static String of(Conflict conflict) {
        return Words.word(conflict.foundBy())
                + ' '
                + conflict.since()
                + ' '
                + conflict.peers().stream().map(PeerName::value).collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException it is none that this version can read */
    static Conflict parse(CanonicalAddress address, String text) {
        List<String> words = SPACE.splitAsStream(text).toList();
        if (words.size() < 3) {
            throw new IllegalArgumentException("a conflict has a finder, a time and a peer at least");
        }
        try {
            return new Conflict(
                    address,
                    words.subList(2, words.size()).stream().map(PeerName::new).toList(),
                    FOUND_BY.parse(words.get(0)),
                    Instant.parse(words.get(1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a conflict has a time", e);
        }
    }
}
