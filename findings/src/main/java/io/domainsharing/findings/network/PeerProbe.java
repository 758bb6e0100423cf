// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.proof.SigningPeers;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.james.core.Domain;

/** Asks each host of one peer about an address that nobody has, in the way that James would. Blocks its caller. */
final class PeerProbe {
    private final DomainSharingConfiguration configuration;
    private final Peer peer;
    private final Domain domain;
    private final Wire wire;
    private final Findings findings;

    /** @param domain of the address asked about */
    PeerProbe(DomainSharingConfiguration configuration, Peer peer, Domain domain, Wire wire, Findings findings) {
        this.configuration = configuration;
        this.peer = peer;
        this.domain = domain;
        this.wire = wire;
        this.findings = findings;
    }

    void run() {
        SmtpProbe smtp = new SmtpProbe(configuration, peer, wire, findings);
        for (HostAndPort host : peer.smtp()) {
            Place place = Sharing.place(peer, "smtp").value(host);
            Optional<List<InetAddress>> addresses = addresses(host, place);
            if (addresses.isPresent()) {
                trust(addresses.get());
                String unknown = NobodysAddresses.random().in(domain).asString();
                smtp.connection(host, unknown);
                switch (peer.lookup()) {
                    case MINGER -> minger(host, unknown);
                    case VRFY, RCPT -> smtp.lookup(host, unknown);
                }
            }
        }
    }

    private Optional<List<InetAddress>> addresses(HostAndPort host, Place place) {
        try {
            return Optional.of(
                    wire.hosts().resolve(host.getHost()).toCompletableFuture().join());
        } catch (CompletionException e) {
            findings.error(
                    Rule.HOST_UNKNOWN,
                    place,
                    "has no address that can be found",
                    "Correct the name, or add it to DNS or to /etc/hosts");
            return Optional.empty();
        }
    }

    private void trust(List<InetAddress> addresses) {
        if (peer.trusted().isEmpty()) {
            return;
        }
        Place place = Sharing.place(peer, "trusted")
                .value(String.join(
                        ", ", peer.trusted().stream().map(Network::toString).toList()));
        for (InetAddress address : addresses) {
            if (peer.trusted().stream().noneMatch(network -> network.contains(address))) {
                findings.warning(
                        Rule.PEER_TRUSTED,
                        place,
                        "does not cover " + address.getHostAddress()
                                + ", where its SMTP host is: sessions and queries from there are a stranger's",
                        "Add <trusted>" + address.getHostAddress() + "</trusted>, unless it sends from elsewhere");
            }
        }
    }

    private void minger(HostAndPort host, String unknown) {
        MingerServer server = new MingerServer(host.getHost(), peer.mingerPort(), peer.secret());
        MingerOutcome outcome = wire.minger()
                .ask(server, Mailbox.parse(unknown), configuration.lookup().budget(), SigningPeers.ofCandidate(peer))
                .toCompletableFuture()
                .join();
        Place place = Sharing.place(peer, "mingerPort").value(server);
        if (outcome instanceof MingerOutcome.Answered answered) {
            answered(answered, place);
            return;
        }
        MingerOutcome.NoAnswer none = (MingerOutcome.NoAnswer) outcome;
        findings.error(
                Rule.PEER_DOWN,
                place,
                "does not answer by Minger: " + none.detail(),
                "Is <minger> on there, and does every firewall let UDP port " + peer.mingerPort() + " through?");
    }

    private void answered(MingerOutcome.Answered answered, Place place) {
        Place secret = Sharing.place(peer, "secret");
        switch (answered.status()) {
            case DOES_NOT_EXIST -> findings.ok(
                    Rule.PEER_REFUSES,
                    place,
                    "answers by Minger in " + answered.roundTrip().toMillis() + " ms"
                            + (peer.secret() == null ? ", asked anonymously" : ", and takes the secret")
                            + (answered.isProven() ? ", and signs" : ""));
            case BAD_CREDENTIALS -> findings.error(
                    Rule.PEER_REFUSES,
                    secret,
                    peer.secret() == null
                            ? "is left out, and " + peer.name() + " answers no anonymous queries"
                            : "is wrong: " + peer.name() + " does not take it",
                    "Write here what stands in <minger><secret> of " + peer.name());
            case ACCESS_DENIED -> findings.error(
                    Rule.PEER_REFUSES,
                    place,
                    "does not let this machine ask",
                    "Write this server's address into <trusted> of its peer, or into <minger><allow>, at " + peer.name()
                            + ". Is this the machine that James runs on?");
            case INVALID_REQUEST -> findings.error(
                    Rule.PEER_REFUSES, place, "finds the query invalid", "Is it a Minger server of another version?");
            case EXISTS, EXISTS_BUT_CANNOT_RECEIVE -> findings.warning(
                    Rule.PEER_ACCEPTS_ALL,
                    place,
                    "says that it has an address that nobody can have: every unknown address would go there",
                    "Switch off its answer for catch-alls at " + peer.name());
        }
    }
}
