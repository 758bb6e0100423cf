// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.Digest;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.network.Secret;
import io.domainsharing.network.SourceLimiter;
import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Who may ask, and how often: first the network, then the credentials (draft-hathcock-minger-06, section 3), then the limit. What
 * carries a right digest has a bucket for each source and secret, which nothing else takes from: whoever forges the address of a
 * peer, and does not know its secret, keeps none of the peer's own queries from being answered. Owned by one event loop.
 */
final class Admission {
    private static final int MAXIMUM_SOURCES = 10_000;
    private static final int NONE = -1;

    private final MingerResponderConfiguration configuration;
    private final SourceLimiter unproven;
    private final List<SourceLimiter> proven;

    /** What becomes of a datagram. */
    enum Decision {
        ANSWER,
        /** Over its limit: no reply. */
        IGNORE,
        ACCESS_DENIED,
        BAD_CREDENTIALS
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    Admission(MingerResponderConfiguration configuration, LongSupplier nanos) {
        this.configuration = configuration;
        int rate = configuration.queriesPerSecondPerSource();
        this.unproven = new SourceLimiter(rate, MAXIMUM_SOURCES, nanos);
        this.proven = configuration.secrets().stream()
                .map(secret -> new SourceLimiter(rate, MAXIMUM_SOURCES, nanos))
                .toList();
    }

    /** Decides about a query, and counts it. */
    Decision of(InetAddress source, MingerQuery query) {
        if (!configuration.allowed().test(source)) {
            return admits(source) ? Decision.ACCESS_DENIED : Decision.IGNORE;
        }
        Digest digest = query.digest();
        if (digest == null) {
            return !admits(source)
                    ? Decision.IGNORE
                    : configuration.anonymous() ? Decision.ANSWER : Decision.BAD_CREDENTIALS;
        }
        int secret = secretOf(query, digest);
        if (secret == NONE) {
            return admits(source) ? Decision.BAD_CREDENTIALS : Decision.IGNORE;
        }
        return proven.get(secret).admits(source) ? Decision.ANSWER : Decision.IGNORE;
    }

    /** Whether one more datagram without proof is within the rate of its source; it counts if so. */
    boolean admits(InetAddress source) {
        return unproven.admits(source);
    }

    /** All secrets are compared, whichever fits, so that the time tells nothing. */
    private int secretOf(MingerQuery query, Digest digest) {
        int found = NONE;
        List<Secret> secrets = configuration.secrets();
        for (int i = 0; i < secrets.size(); i++) {
            if (Digest.of(secrets.get(i), query.mailbox()).equals(digest)) {
                found = i;
            }
        }
        return found;
    }
}
