// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerAnswer.NoAnswer;
import io.domainsharing.ownership.PeerAnswer.Reason;
import io.domainsharing.ownership.PeerLookup;
import io.domainsharing.ownership.PeerLookups;
import io.domainsharing.ownership.PeerName;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** {@link Defect#BREAKER_NEVER_CLOSES}. One thread. */
final class StuckBreakers implements PeerLookups {
    private final PeerLookups right;
    private final Set<PeerName> down = new HashSet<>();

    StuckBreakers(PeerLookups right) {
        this.right = right;
    }

    @Override
    public PeerLookup of(Destination destination) {
        return address -> {
            PeerAnswer known = new NoAnswer(Reason.KNOWN_DOWN, "and for ever");
            return down.contains(destination.name())
                    ? CompletableFuture.completedStage(known)
                    : right.of(destination).ask(address).thenApply(answer -> {
                        if (answer instanceof NoAnswer none && none.reason() == Reason.KNOWN_DOWN) {
                            down.add(destination.name());
                        }
                        return answer;
                    });
        };
    }
}
