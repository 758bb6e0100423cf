// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.resolution.ConflictCheck.Outcome;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a check of all local addresses is. An address that a peer gave no answer for counts as unanswered, whatever the
 * others said: nobody can say that it is no conflict. Thread-safe.
 */
public final class SweepProgress {
    private final Map<String, Long> unansweredByPeer = new TreeMap<>();
    private long checked;
    private long conflicts;
    private long unanswered;
    private long regexMappings;

    /**
     * The numbers at one moment.
     *
     * @param checkedAddresses every peer was asked about, answered or not
     * @param conflicts addresses that a peer claims too
     * @param unansweredAddresses addresses of which it remains open whether some peer has them
     * @param unansweredByPeer the same by peer, those without any left out
     * @param regexMappings mappings that stand for addresses nobody can list, so none of those was checked
     */
    public record Snapshot(
            long checkedAddresses,
            long conflicts,
            long unansweredAddresses,
            Map<String, Long> unansweredByPeer,
            long regexMappings) {
        public Snapshot {
            unansweredByPeer = Map.copyOf(unansweredByPeer);
        }
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(checked, conflicts, unanswered, unansweredByPeer, regexMappings);
    }

    synchronized void regexMappings(long number) {
        regexMappings = number;
    }

    synchronized void checked(Outcome outcome) {
        checked++;
        if (!outcome.claimedBy().isEmpty()) {
            conflicts++;
        }
        if (!outcome.unanswered().isEmpty()) {
            unanswered++;
        }
        for (PeerName peer : outcome.unanswered()) {
            unansweredByPeer.merge(peer.value(), 1L, Long::sum);
        }
    }
}
