// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.Nonce;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The nonces of the queries in flight. Thread-safe. */
final class OwnNonces {
    private final SecureRandom random = new SecureRandom();
    private final Set<Nonce> inFlight = ConcurrentHashMap.newKeySet();

    /** One that is in flight from here on. */
    Nonce next() {
        Nonce nonce = Nonce.fresh(random);
        inFlight.add(nonce);
        return nonce;
    }

    void end(Nonce nonce) {
        inFlight.remove(nonce);
    }

    boolean contains(Nonce nonce) {
        return inFlight.contains(nonce);
    }
}
