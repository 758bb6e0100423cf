// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.file.ConfFolder;
import io.domainsharing.findings.file.DomainListFile;
import io.domainsharing.findings.file.OwnListeners;
import io.domainsharing.findings.file.SharingFile;
import io.domainsharing.findings.sharing.Sharing;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.mx.OwnNames;
import io.domainsharing.ownership.mx.ThisServer;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.Domain;

/** What one server's configuration meets on the network, asked from this machine. Blocks its caller. */
public final class NetworkCheck {
    private static final int AT_ONCE = 8;

    private final ConfFolder folder;
    private final DomainSharingConfiguration configuration;
    private final Findings findings;

    public NetworkCheck(ConfFolder folder, DomainSharingConfiguration configuration, Findings findings) {
        this.folder = folder;
        this.configuration = configuration;
        this.findings = findings;
    }

    public void check() {
        InetAddress bind = configuration.lookup().bind();
        if (bind != null && !Wire.isHere(bind)) {
            findings.warning(
                    Rule.LOOKUP_BIND,
                    SharingFile.FILE.key("lookup/bind").value(bind.getHostAddress()),
                    "is no address of this machine: peers were asked from another one, which they may not trust",
                    "Check on the machine that James runs on, or correct the address");
        }
        List<Domain> domains = domains();
        try (Wire wire = Wire.of(configuration.lookup(), configuration.mx().nameServers())) {
            peers(wire, domains);
            SmtpPorts ports = new SmtpPorts(wire.smtp(), findings);
            ports.onlyRefusals().peers(configuration.peers(), domains);
            ports.gateways(configuration.gateways());
            ports.secondaries(configuration.secondaries().secondaries());
            new GatewayLoop(wire.hosts(), listeners()).check(configuration.gateways(), findings);
            ThisServer self = new ThisServer(new OwnNames(folder.provider()).of(configuration), wire.hosts()::resolve);
            MxCheck mx = new MxCheck(configuration, self, wire, findings);
            domains.forEach(mx::check);
        }
    }

    private List<HostAndPort> listeners() {
        try {
            return OwnListeners.all(folder.provider());
        } catch (ConfigurationException e) {
            // Said where the file is looked at.
            return List.of();
        }
    }

    private void peers(Wire wire, List<Domain> domains) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Findings> each = new ArrayList<>();
            List<Future<?>> probes = new ArrayList<>();
            for (Peer peer : configuration.peers()) {
                Findings ofPeer = findings.another();
                each.add(ofPeer);
                probes.add(threads.submit(() -> probe(peer, domains, wire, ofPeer)));
            }
            for (Future<?> probe : probes) {
                probe.get();
            }
            each.forEach(findings::addAll);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void probe(Peer peer, List<Domain> domains, Wire wire, Findings ofPeer) {
        Domain domain = Stream.concat(domains.stream(), peer.domains().stream())
                .filter(peer::isAskedFor)
                .findFirst()
                .orElse(null);
        if (domain == null) {
            ofPeer.skipped(
                    Rule.PEER_NOT_ASKED,
                    Sharing.place(peer, "name"),
                    "was not asked: neither <domains> nor domainlist.xml names a domain to ask about",
                    "Ask it yourself: domain-sharing minger nobody@example.com @"
                            + peer.smtp().get(0).getHost());
            return;
        }
        new PeerProbe(configuration, peer, domain, wire, ofPeer).run();
    }

    /** The shared ones, as far as files tell. */
    private List<Domain> domains() {
        if (!configuration.domains().isEmpty()) {
            return configuration.domains().stream()
                    .sorted(Comparator.comparing(Domain::asString))
                    .toList();
        }
        return new DomainListFile(folder, findings).domains();
    }
}
