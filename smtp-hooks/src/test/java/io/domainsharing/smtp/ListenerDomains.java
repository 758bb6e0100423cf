// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.smtp.SmtpListener.LOCAL;
import static io.domainsharing.smtp.SmtpListener.RELAYED;
import static io.domainsharing.smtp.SmtpListener.RELAYED_AND_LOCAL;
import static io.domainsharing.smtp.SmtpListener.SHARED;

import com.google.common.net.HostAndPort;
import io.domainsharing.network.Network;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.FakeTimer;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.HarvestConfiguration;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.harvest.HarvestAnswers;
import io.domainsharing.ownership.harvest.Harvests;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.CapabilityProbes;
import io.domainsharing.ownership.peer.SmtpExchange;
import io.domainsharing.ownership.rehearsal.Rehearsal;
import io.domainsharing.ownership.secondary.Secondaries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.domainlist.lib.DomainListConfiguration;
import org.apache.james.domainlist.memory.MemoryDomainList;
import org.apache.james.protocols.api.OidcSASLConfiguration;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.protocols.smtp.SMTPProtocolHandlerChain;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.AuthHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.rrt.api.RecipientRewriteTableConfiguration;
import org.apache.james.rrt.memory.MemoryRecipientRewriteTable;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.smtpserver.fastfail.ValidRcptHandler;
import org.apache.james.user.memory.MemoryUsersRepository;

/** The domains of a {@link SmtpListener}, and who is served in them. */
final class ListenerDomains {
    /** Of {@link SmtpListener#SHARED} at 127.0.0.9, of {@link SmtpListener#LOCAL} at 127.0.0.10. */
    static final Secondaries SECONDARIES =
            new Secondaries(List.of(secondary("127.0.0.9", SHARED), secondary("127.0.0.10", LOCAL)));

    static Secondary secondary(String trusted, Domain domain) {
        return new Secondary(
                List.of(HostAndPort.fromParts("backup.example.net", 25)),
                List.of(domain),
                List.of(Network.parse(trusted)));
    }

    static Gateways gateways() throws Exception {
        List<Gateway> gateways = new ArrayList<>();
        for (Domain domain : List.of(RELAYED, RELAYED_AND_LOCAL)) {
            gateways.add(new Gateway(
                    domain,
                    List.of(HostAndPort.fromParts("mx." + domain.asString(), 25)),
                    Gateway.Verification.MINGER,
                    4069,
                    null,
                    null,
                    Gateway.WhenUnreachable.ACCEPT,
                    false));
        }
        return Gateways.open(gateways, Path::of);
    }

    /** Where {@link HarvestGateTest#UNKNOWNS} addresses that nobody has make a suspect. */
    static Harvests harvests(FakeClock clock) {
        return new Harvests(
                new HarvestConfiguration(HarvestGateTest.UNKNOWNS, Duration.ofMinutes(10), Duration.ZERO),
                clock::nanos,
                clock);
    }

    /** Holds no answer back. */
    static HarvestGate harvest(Harvests harvests, Ownership ownership) {
        return HarvestGate.of(
                harvests,
                new HarvestAnswers(ownership, Duration.ZERO, Executors.newScheduledThreadPool(0), verdict -> {}));
    }

    static OwnerLimits limits(Capabilities capabilities, PeerDirectory peers, SmtpExchange smtp, FakeClock clock)
            throws Exception {
        return new OwnerLimits(
                capabilities, peers, gateways(), new CapabilityProbes(smtp, Duration.ofSeconds(5), clock::nanos));
    }

    /** Every peer that is observed says that it has everything. */
    static Rehearsal rehearsal(PeerDirectory directory, FakeClock clock) {
        Rehearsal rehearsal = new Rehearsal(
                directory,
                peer -> address -> CompletableFuture.completedStage(new PeerAnswer.Accepts()),
                clock,
                clock::nanos,
                new FakeTimer(clock),
                Runnable::run,
                null);
        directory.addListener(rehearsal);
        return rehearsal;
    }

    static SharedDomains shared() {
        return SHARED::equals;
    }

    static MemoryDomainList domains() throws Exception {
        MemoryDomainList domains = new MemoryDomainList(null);
        domains.configure(DomainListConfiguration.builder()
                .autoDetect(false)
                .autoDetectIp(false)
                .defaultDomain(LOCAL)
                .build());
        domains.addDomain(SHARED);
        domains.addDomain(RELAYED_AND_LOCAL);
        return domains;
    }

    static ValidRcptHandler validRcptHandler(MemoryDomainList domains) throws Exception {
        MemoryUsersRepository users = MemoryUsersRepository.withVirtualHosting(domains);
        users.addUser(Username.of("bob@here.example"), "secret");
        MemoryRecipientRewriteTable rewriteTable = new MemoryRecipientRewriteTable();
        rewriteTable.setDomainList(domains);
        rewriteTable.setConfiguration(RecipientRewriteTableConfiguration.DEFAULT_ENABLED);
        return new ValidRcptHandler(users, rewriteTable, domains);
    }

    /** Whoever logs in is who he says. */
    static final class Accounts implements AuthHook {
        @Override
        public HookResult doAuth(SMTPSession session, Username username, String password) {
            session.setUsername(username);
            return HookResult.OK;
        }

        @Override
        public HookResult doSasl(SMTPSession session, OidcSASLConfiguration configuration, String initialResponse) {
            return HookResult.DECLINED;
        }
    }

    private ListenerDomains() {}

    /** James's own sessions. */
    static final class Protocol extends SMTPProtocol {
        Protocol(SMTPProtocolHandlerChain chain) {
            super(chain, new SMTPConfigurationImpl());
        }

        @Override
        public ProtocolSession newSession(ProtocolTransport transport) {
            return new ExtendedSMTPSession((SMTPConfiguration) getConfiguration(), transport);
        }
    }
}
