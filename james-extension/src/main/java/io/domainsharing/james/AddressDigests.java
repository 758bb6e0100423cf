// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.digest.DigestServer;
import io.domainsharing.minger.digest.DigestServerConfiguration;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.AccountsConfiguration.WhenPeerUnreachable;
import io.domainsharing.ownership.configuration.DigestConfiguration;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import io.domainsharing.ownership.digest.JamesScan;
import io.domainsharing.ownership.digest.OwnChanges;
import io.domainsharing.ownership.digest.OwnDigest;
import io.domainsharing.ownership.digest.OwnScans;
import io.domainsharing.ownership.digest.PeerDigests;
import io.domainsharing.ownership.directory.LocalAddresses;
import io.domainsharing.ownership.harvest.Harvests;
import io.domainsharing.ownership.secondary.AllowedClients;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the digest of this James's addresses and fetches those of the peers, if the configuration has a {@code <digest>}. Started once;
 * started and closed by one thread at a time.
 */
@Singleton
final class AddressDigests implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(AddressDigests.class);

    private final DomainSharingConfiguration configuration;
    private final SharedDomains shared;
    private final AllowedClients clients;
    private final GuardedCreation guard;
    private final Repositories repositories;
    private final OwnDigest own;
    private final OwnChanges changes;
    private final PeerDigests peers;
    private final Harvests harvests;
    private final Workers workers;
    private final Clock clock;
    private @Nullable DigestServer server;
    private @Nullable OwnScans scans;

    /** What James knows. */
    record Repositories(UsersRepository users, RecipientRewriteTable rewriteTable, DomainList domains) {
        @Inject
        Repositories {}
    }

    @Inject
    AddressDigests(
            DomainSharingConfiguration configuration,
            SharedDomains shared,
            AllowedClients clients,
            GuardedCreation guard,
            Repositories repositories,
            OwnDigest own,
            OwnChanges changes,
            PeerDigests peers,
            Harvests harvests,
            Workers workers,
            Clock clock) {
        this.configuration = configuration;
        this.shared = shared;
        this.clients = clients;
        this.guard = guard;
        this.repositories = repositories;
        this.own = own;
        this.changes = changes;
        this.peers = peers;
        this.harvests = harvests;
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * Serves and fetches from here on; once the account guard stands.
     *
     * @throws RuntimeException an address cannot be bound; the message names it
     */
    synchronized void start() {
        DigestConfiguration digest = configuration.digest().orElse(null);
        if (digest == null) {
            return;
        }
        MingerServerConfiguration minger = configuration.minger().orElse(null);
        if (minger == null || minger.secrets().isEmpty()) {
            LOGGER.warn("No digest of this server's addresses is served: <digest> needs a <secret> in <minger>");
        } else {
            DigestServer started = DigestServer.start(
                    DigestServerConfiguration.of(digest.bind(), minger.secrets(), clients.exceptFor(minger.allow())),
                    own);
            server = started;
            own.onChange(started::changed);
            harvests.addListener(
                    (suspect, lasts, isNew) -> started.suspect(suspect.client().address(), lasts));
            JamesScan scan = scan();
            OwnScans made = new OwnScans(
                    () -> scan.into(own),
                    digest.every(),
                    System::nanoTime,
                    ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime,
                    clock,
                    workers.timer(),
                    workers.background());
            scans = made;
            changes.onChange(made::soon);
            made.start();
        }
        peers.start();
    }

    // Groups too, even those that several servers share: a peer that asks is told that they exist.
    private JamesScan scan() {
        LocalAddresses addresses = new LocalAddresses(repositories.users(), repositories.rewriteTable(), shared, false);
        return new JamesScan(
                addresses, repositories.users(), repositories.rewriteTable(), this::domains, this::isGuarded);
    }

    private boolean isGuarded() {
        return guard.isComplete()
                && !configuration.lists().share()
                && configuration.accounts().whenPeerUnreachable() == WhenPeerUnreachable.REFUSE;
    }

    private Collection<Domain> domains() {
        try {
            List<Domain> all = configuration.domains().isEmpty()
                    ? repositories.domains().getDomains()
                    : List.copyOf(configuration.domains());
            return all.stream().filter(shared::contains).toList();
        } catch (DomainListException e) {
            throw new IllegalStateException("James cannot list its domains", e);
        }
    }

    @Override
    public synchronized void close() {
        if (scans != null) {
            scans.close();
        }
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
