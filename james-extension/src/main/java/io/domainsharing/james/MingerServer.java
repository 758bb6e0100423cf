// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.Network;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import io.domainsharing.ownership.secondary.Askers;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The Minger server of this James, if the configuration has one, with threads of its own for the directory: what peers ask
 * takes none from RCPT. Started once; started and closed by one thread at a time.
 */
@Singleton
final class MingerServer implements AutoCloseable {
    private final DomainSharingConfiguration configuration;
    private final DomainSharingServices services;
    private final MingerMetrics metrics;
    private final MailboxStatus status;
    private final Askers askers;
    private final ExecutorService directory = Threads.pool("domain-sharing-minger");
    private @Nullable MingerResponder responder;

    @Inject
    MingerServer(
            DomainSharingConfiguration configuration,
            DomainSharingServices services,
            MingerMetrics metrics,
            MailboxStatus status,
            Askers askers) {
        this.configuration = configuration;
        this.services = services;
        this.metrics = metrics;
        this.status = status;
        this.askers = askers;
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
                                allowed(minger, askers),
                                minger.queriesPerSecondPerSource(),
                                MingerResponderConfiguration.DEFAULT_MAXIMUM_IN_FLIGHT,
                                MingerResponderConfiguration.DEFAULT_DIRECTORY_DEADLINE),
                        new AccountsForPeers(services.resolver(), status, directory),
                        metrics));
    }

    @Override
    public synchronized void close() {
        if (responder != null) {
            responder.close();
            responder = null;
        }
        directory.shutdown();
    }

    /** For the log: where it listens. */
    @Override
    public synchronized String toString() {
        return responder == null ? "no Minger server" : "Minger server on " + responder.boundAddresses();
    }

    private static Predicate<InetAddress> allowed(MingerServerConfiguration minger, Askers askers) {
        List<Network> networks = minger.allow();
        return networks.isEmpty()
                ? askers::include
                : source -> networks.stream().anyMatch(network -> network.contains(source));
    }
}
