// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.mx.MxAnswer;
import io.domainsharing.ownership.mx.MxHost;
import io.domainsharing.ownership.mx.MxRank;
import io.domainsharing.ownership.mx.ThisServer;
import io.domainsharing.ownership.secondary.Secondaries;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Domain;

/** Whether the world's mail for a shared domain comes to this server and its peers, and to nobody else. Blocks its caller. */
final class MxCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DomainSharingConfiguration configuration;
    private final ThisServer self;
    private final Wire wire;
    private final Findings findings;
    private final Secondaries secondaries;

    MxCheck(DomainSharingConfiguration configuration, ThisServer self, Wire wire, Findings findings) {
        this.configuration = configuration;
        this.self = self;
        this.wire = wire;
        this.findings = findings;
        this.secondaries = new Secondaries(configuration.secondaries().secondaries());
    }

    void check(Domain domain) {
        Place place = Place.of("DNS").key("MX of " + domain.asString());
        MxAnswer answer = wire.mx()
                .of(domain)
                .toCompletableFuture()
                .completeOnTimeout(
                        new MxAnswer.NoAnswer("DNS did not answer within " + PATIENCE.toSeconds() + " s"),
                        PATIENCE.toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
        if (answer instanceof MxAnswer.Hosts hosts) {
            hosts(domain, hosts.hosts(), place);
        } else if (answer instanceof MxAnswer.NoAnswer none) {
            findings.skipped(
                    Rule.MX_RECORDS, place, "cannot be told: " + none.detail(), "Check again when DNS answers");
        } else {
            findings.warning(
                    Rule.MX_RECORDS,
                    place,
                    answer instanceof MxAnswer.NoMail
                            ? "says that the domain has no mail"
                            : "names no host, and the domain has no address: no mail from outside arrives",
                    "Add an MX record for this server and each peer");
        }
    }

    private void hosts(Domain domain, List<MxHost> hosts, Place place) {
        MxRank rank = self.among(hosts).toCompletableFuture().join();
        List<Peer> asked = configuration.peers().stream()
                .filter(peer -> peer.isAskedFor(domain))
                .toList();
        int before = findings.all().size();
        if (rank.own().isEmpty()) {
            findings.warning(
                    Rule.MX_RECORDS,
                    place,
                    "does not name this server",
                    "Add an MX record for it, or write the name or address that the world knows it by into <mx><self>");
        }
        for (MxHost host : rank.others()) {
            boolean isKnown = secondaries.isHost(host.name(), domain)
                    || configuration.peersByMx()
                    || asked.stream().anyMatch(peer -> isOne(host, peer));
            if (!isKnown) {
                findings.warning(
                        Rule.MX_RECORDS,
                        place.value(host.name()),
                        "is neither this server nor a peer: it may refuse what is on this server or on a peer",
                        "Add it as a <peer> or as a <secondary>, or take the record away");
            }
        }
        for (Peer peer : asked) {
            if (hosts.stream().noneMatch(host -> isOne(host, peer))) {
                findings.warning(
                        Rule.MX_RECORDS,
                        place,
                        "names no host of peer " + peer.name()
                                + ": when the others are away, no mail comes in through it",
                        "Add an MX record for it, unless that is meant");
            }
        }
        if (findings.all().size() == before) {
            findings.ok(
                    Rule.MX_RECORDS,
                    place.value(
                            String.join(", ", hosts.stream().map(MxHost::name).toList())),
                    "names this server and its peers");
        }
    }

    private boolean isOne(MxHost host, Peer peer) {
        Set<InetAddress> addresses = new HashSet<>(addresses(host.name()));
        return peer.smtp().stream()
                .anyMatch(smtp -> smtp.getHost().equalsIgnoreCase(host.name())
                        || addresses(smtp.getHost()).stream().anyMatch(addresses::contains));
    }

    private List<InetAddress> addresses(String host) {
        try {
            return wire.hosts().resolve(host).toCompletableFuture().join();
        } catch (CompletionException e) {
            // Said where the peer is asked.
            return List.of();
        }
    }
}
