// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.CanonicalAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * What a peer's silences say about the peer, and not about one address: it is down when {@value #ENOUGH} look-ups about different
 * addresses stay unanswered, one that nobody has among them, and nothing comes from it meanwhile. Thread-safe.
 */
final class Silences {
    static final int ENOUGH = 3;

    private final Set<CanonicalAddress> unanswered = new HashSet<>(ENOUGH);
    private boolean isNobodysUnanswered;
    private volatile long signsOfLife;

    /** What one more silence means. */
    enum Meaning {
        /** Something came from the peer since it was asked: it says nothing of this address, and lives. */
        OF_THE_ADDRESS,
        /** Not known: a look-up about an address that nobody has tells. */
        OPEN,
        /** The peer is down. */
        OF_THE_PEER
    }

    /** How often the peer has said something; to be noted when a look-up goes out. */
    long signsOfLife() {
        return signsOfLife;
    }

    /** The peer has said something, whatever it is. */
    synchronized void end() {
        signsOfLife++;
        unanswered.clear();
        isNobodysUnanswered = false;
    }

    /**
     * A look-up was not answered.
     *
     * @param isNobodys the address is one that nobody has
     * @param signsBefore {@link #signsOfLife} as it was when the look-up went out
     */
    synchronized Meaning add(CanonicalAddress address, boolean isNobodys, long signsBefore) {
        if (signsBefore != signsOfLife) {
            return Meaning.OF_THE_ADDRESS;
        }
        if (unanswered.size() < ENOUGH) {
            unanswered.add(address);
        }
        isNobodysUnanswered |= isNobodys;
        return isNobodysUnanswered && unanswered.size() == ENOUGH ? Meaning.OF_THE_PEER : Meaning.OPEN;
    }
}
