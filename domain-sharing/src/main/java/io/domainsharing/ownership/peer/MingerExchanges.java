// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.ownership.Destination;

/** How servers are asked by Minger, each by what is known of its proofs. Thread-safe; never blocks. */
public interface MingerExchanges {
    /** How that peer or gateway's host is asked. */
    MingerExchange of(Destination peer);

    /** How one is asked who is no peer yet: what it does is not remembered. */
    MingerExchange ofCandidate(Destination candidate);
}
