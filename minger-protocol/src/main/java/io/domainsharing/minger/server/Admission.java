// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.Digest;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.network.Secret;
import io.domainsharing.network.SourceLimiter;
import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask, and how often: first the network, then the credentials (draft-hathcock-minger-06, section 3), then the limit. What
 * carries a right digest has a bucket for each source and secret, which nothing else takes from: whoever forges the address of a
 * peer, and does not know its secret, keeps none of the peer's own queries from being answered. A proof is looked at last, where the
 * digest is right: nothing else costs an HMAC. Owned by one event loop.
 */
final class Admission {
    private static final int MAXIMUM_SOURCES = 10_000;

    private final MingerResponderConfiguration configuration;
    private final SourceLimiter unproven;
    private final List<Client> clients;

    /** Whoever knows one of the secrets. */
    private record Client(Secret secret, ProofKeys keys, SourceLimiter limiter) {}

    /** What becomes of a datagram. */
    enum Decision {
        ANSWER,
        /** Over its limit: no reply. */
        IGNORE,
        ACCESS_DENIED,
        BAD_CREDENTIALS
    }

    /**
     * What becomes of a query.
     *
     * @param proof the keys and the nonce that its answer is proven with; null: the answer goes without
     */
    record Ruling(Decision decision, @Nullable AnswerProof proof) {
        private static final Ruling ANSWER = new Ruling(Decision.ANSWER, null);
        private static final Ruling IGNORE = new Ruling(Decision.IGNORE, null);
        private static final Ruling ACCESS_DENIED = new Ruling(Decision.ACCESS_DENIED, null);
        private static final Ruling BAD_CREDENTIALS = new Ruling(Decision.BAD_CREDENTIALS, null);
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    Admission(MingerResponderConfiguration configuration, LongSupplier nanos) {
        this.configuration = configuration;
        int rate = configuration.queriesPerSecondPerSource();
        this.unproven = new SourceLimiter(rate, MAXIMUM_SOURCES, nanos);
        this.clients = configuration.secrets().stream()
                .map(secret ->
                        new Client(secret, ProofKeys.of(secret), new SourceLimiter(rate, MAXIMUM_SOURCES, nanos)))
                .toList();
    }

    /** Decides about a query, and counts it. */
    Ruling of(InetAddress source, MingerQuery query) {
        if (!configuration.allowed().test(source)) {
            return within(source, Ruling.ACCESS_DENIED);
        }
        Digest digest = query.digest();
        Proof proof = query.proof();
        if (digest == null) {
            boolean isAnonymous = configuration.anonymous() && proof == null;
            return within(source, isAnonymous ? Ruling.ANSWER : Ruling.BAD_CREDENTIALS);
        }
        Client client = clientWith(query, digest);
        if (client == null) {
            return within(source, Ruling.BAD_CREDENTIALS);
        }
        if (proof == null) {
            return client.limiter().admits(source) ? Ruling.ANSWER : Ruling.IGNORE;
        }
        // Behind a right digest, which may be a copy of one: a wrong proof is as bad as a wrong digest.
        if (!client.keys().proveQuery(query.mailbox(), proof)) {
            return within(source, Ruling.BAD_CREDENTIALS);
        }
        return client.limiter().admits(source)
                ? new Ruling(Decision.ANSWER, new AnswerProof(client.keys(), proof.nonce()))
                : Ruling.IGNORE;
    }

    private Ruling within(InetAddress source, Ruling ruling) {
        return admits(source) ? ruling : Ruling.IGNORE;
    }

    /** Whether one more datagram without proof is within the rate of its source; it counts if so. */
    boolean admits(InetAddress source) {
        return unproven.admits(source);
    }

    /** All secrets are compared, whichever fits, so that the time tells nothing. */
    private @Nullable Client clientWith(MingerQuery query, Digest digest) {
        Client found = null;
        for (Client client : clients) {
            if (Digest.of(client.secret(), query.mailbox()).equals(digest)) {
                found = client;
            }
        }
        return found;
    }
}
