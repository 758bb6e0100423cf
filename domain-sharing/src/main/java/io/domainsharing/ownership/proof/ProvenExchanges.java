// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.proof;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.minger.client.Proving;
import io.domainsharing.ownership.Destination;
import io.domainsharing.ownership.peer.MingerExchange;
import io.domainsharing.ownership.peer.MingerExchanges;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Asks each peer by what is known of its proofs. Thread-safe; never blocks. */
public final class ProvenExchanges implements MingerExchanges {
    private final Client client;
    private final SigningPeers signing;

    /** What {@link io.domainsharing.minger.client.MingerClient} does. Never fails or blocks. */
    @FunctionalInterface
    public interface Client {
        CompletionStage<MingerOutcome> ask(MingerServer server, Mailbox mailbox, Duration budget, Proving proving);
    }

    public ProvenExchanges(Client client, SigningPeers signing) {
        this.client = client;
        this.signing = signing;
    }

    @Override
    public MingerExchange of(Destination peer) {
        return exchange(signing.of(peer));
    }

    @Override
    public MingerExchange ofCandidate(Destination candidate) {
        return exchange(SigningPeers.ofCandidate(candidate));
    }

    private MingerExchange exchange(Proving proving) {
        return (server, mailbox, budget) -> client.ask(server, mailbox, budget, proving);
    }
}
