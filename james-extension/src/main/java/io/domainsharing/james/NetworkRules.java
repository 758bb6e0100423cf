// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.file.OwnListeners;
import io.domainsharing.findings.network.GatewayLoop;
import io.domainsharing.findings.network.SelfTest;
import io.domainsharing.findings.network.SmtpPorts;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.NobodysAddresses;
import io.domainsharing.ownership.cache.OwnerCache;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.membership.PeerSet;
import io.domainsharing.ownership.mx.MxDomains;
import io.domainsharing.ownership.resolution.Explainer;
import io.domainsharing.ownership.verdict.HandoverGate;
import io.domainsharing.ownership.verdict.RcptReply;
import io.domainsharing.smtpclient.SmtpClient;
import io.domainsharing.smtpclient.SmtpCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.IsStartedProbe;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** What others say when they are asked, and what this server's own listener says. Blocks its caller. */
final class NetworkRules {
    private final DomainSharingConfiguration configuration;
    private final ConfigurationProvider files;
    private final Asking asking;
    private final PeerDirectory directory;
    private final Explainer explainer;
    private final OwnerCache cache;
    private final HandoverGate handover;
    private final NobodysAddresses nobody = NobodysAddresses.random();

    /** By what, and about which domains. */
    record Asking(SmtpClient smtp, HostResolver hosts, MxDomains domains, IsStartedProbe james) {
        @Inject
        Asking {}
    }

    @Inject
    NetworkRules(
            DomainSharingConfiguration configuration,
            ConfigurationProvider files,
            Asking asking,
            PeerDirectory directory,
            Explainer explainer,
            OwnerCache cache,
            HandoverGate handover) {
        this.configuration = configuration;
        this.files = files;
        this.asking = asking;
        this.directory = directory;
        this.explainer = explainer;
        this.cache = cache;
        this.handover = handover;
    }

    /** Peers, gateways and secondaries. */
    void check(Findings findings) {
        PeerSet now = directory.current();
        SmtpPorts ports = new SmtpPorts(asking.smtp(), findings);
        ports.peers(now.peers(), asking.domains().read());
        ports.gateways(now.gateways());
        ports.secondaries(configuration.secondaries().secondaries());
        try {
            new GatewayLoop(asking.hosts(), OwnListeners.all(files)).check(now.gateways(), findings);
        } catch (ConfigurationException e) {
            throw new IllegalStateException("conf/smtpserver.xml cannot be read", e);
        }
    }

    /** This server's own listener for other servers: what RCPT is answered there is what operators are told. */
    void listeners(Findings findings) {
        List<Domain> domains = asking.domains().read();
        if (domains.isEmpty() || !asking.james().isStarted()) {
            return;
        }
        try {
            List<HostAndPort> listeners = OwnListeners.forServers(files);
            if (!listeners.isEmpty()) {
                new SelfTest(asking.smtp(), this::told).check(listeners.get(0), anAddress(domains.get(0)), findings);
            }
        } catch (ConfigurationException e) {
            throw new IllegalStateException("conf/smtpserver.xml cannot be read", e);
        }
    }

    /** A peer's, where one is remembered: it tells more than one that nobody has. */
    private MailAddress anAddress(Domain domain) {
        return cache.owners()
                .findFirst()
                .map(Map.Entry::getKey)
                .filter(known -> SmtpCommand.isUsable(known.value()))
                .flatMap(known -> {
                    try {
                        return Optional.of(new MailAddress(known.value()));
                    } catch (AddressException e) {
                        return Optional.empty();
                    }
                })
                .orElseGet(() -> nobody.in(domain));
    }

    private CompletionStage<RcptReply> told(MailAddress address) {
        return explainer
                .explain(address, false)
                .thenApply(explanation -> RcptReply.of(handover.pass(explanation.verdict()), address));
    }
}
