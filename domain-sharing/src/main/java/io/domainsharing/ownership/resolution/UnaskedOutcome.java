// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.MissingAnswer;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is made of answers that nobody was asked for: nothing is remembered of them.
 *
 * @param everyPeerSaidNo completes the look-up by the local catch-all, without blocking its caller
 */
record UnaskedOutcome(Consumer<Lookup> everyPeerSaidNo) implements Lookups.Outcome {
    @Override
    public void answered(Lookup lookup, Destination peer, PeerAnswer answer) {
        // All of them come at once.
    }

    @Override
    public void settled(Lookup lookup) {
        List<PeerName> owners = lookup.answers().acceptors();
        List<MissingAnswer> missing = lookup.answers().missingAnswers();
        if (!owners.isEmpty()) {
            lookup.complete(lookup.answers().verdictOf(owners.get(0)));
        } else if (missing.isEmpty()) {
            everyPeerSaidNo.accept(lookup);
        } else {
            lookup.complete(new Verdict.Undetermined(missing, true));
        }
    }
}
