// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.client.MingerClient;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.peer.LastQueries;
import io.domainsharing.ownership.secondary.AllowedClients;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The Minger server of this James, if the configuration has one. Started once; started and closed by one thread at a time. */
@Singleton
final class MingerServer implements AutoCloseable {
    private final DomainSharingConfiguration configuration;
    private final MingerMetrics metrics;
    private final AccountsForPeers accounts;
    private final AllowedClients allowedClients;
    private final LastQueries queries;
    private final MingerClient client;
    private @Nullable MingerResponder responder;

    @Inject
    MingerServer(
            DomainSharingConfiguration configuration,
            MingerMetrics metrics,
            AccountsForPeers accounts,
            AllowedClients allowedClients,
            LastQueries queries,
            MingerClient client) {
        this.configuration = configuration;
        this.metrics = metrics;
        this.accounts = accounts;
        this.allowedClients = allowedClients;
        this.queries = queries;
        this.client = client;
    }

    /**
     * Listens from here on.
     *
     * @throws RuntimeException an address cannot be bound; the message names it
     */
    synchronized void start() {
        configuration
                .minger()
                .ifPresent(minger -> responder = MingerResponder.start(
                        new MingerResponderConfiguration(
                                minger.bind(),
                                minger.secrets(),
                                minger.anonymous(),
                                allowedClients.exceptFor(minger.allow()),
                                minger.queriesPerSecondPerSource(),
                                MingerResponderConfiguration.DEFAULT_MAXIMUM_IN_FLIGHT,
                                MingerResponderConfiguration.DEFAULT_DIRECTORY_DEADLINE),
                        accounts,
                        metrics,
                        queries::note,
                        client::isAskingWith));
    }

    @Override
    public synchronized void close() {
        if (responder != null) {
            responder.close();
            responder = null;
        }
    }

    /** For the log: where it listens. */
    @Override
    public synchronized String toString() {
        return responder == null ? "no Minger server" : "Minger server on " + responder.boundAddresses();
    }
}
