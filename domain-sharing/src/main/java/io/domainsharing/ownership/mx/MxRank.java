// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import java.util.List;
import java.util.OptionalInt;

/**
 * A domain's hosts as they stand to this server.
 *
 * @param others those that are another server, best first
 * @param own this server's best preference; empty: it is none of them
 */
public record MxRank(List<MxHost> others, OptionalInt own) {
    public MxRank {
        others = List.copyOf(others);
    }

    /**
     * Those that this server may send the domain's mail to: better ones than itself, for an equal or worse one would send it back
     * (RFC 5321 section 5.1); all where it is none of them.
     */
    public List<MxHost> above() {
        return own.isEmpty()
                ? others
                : others.stream()
                        .filter(host -> host.preference() < own.getAsInt())
                        .toList();
    }

    /** Those that send the domain's mail to this server; none where it is none of them. */
    public List<MxHost> below() {
        return own.isEmpty()
                ? List.of()
                : others.stream()
                        .filter(host -> host.preference() > own.getAsInt())
                        .toList();
    }
}
