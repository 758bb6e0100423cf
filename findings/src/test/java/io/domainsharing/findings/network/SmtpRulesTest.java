// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.findings.Finding;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Rule;
import io.domainsharing.network.HostResolver;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Secondary;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.peer.SmtpLookups;
import io.domainsharing.ownership.verdict.RcptReply;
import io.domainsharing.smtpclient.ScriptedSmtpServer;
import io.domainsharing.smtpclient.SmtpClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the replies of other servers, and of this one's own listener. */
@Tag("T1")
class SmtpRulesTest {
    private static final Domain DOMAIN = Domain.of("example.com");

    private final ScriptedSmtpServer server = new ScriptedSmtpServer();
    private final HostResolver hosts = HostResolver.ofSystem();
    private final SmtpClient client = SmtpLookups.client(LookupConfiguration.DEFAULT, hosts);
    private final Findings findings = new Findings("");

    @AfterEach
    void close() {
        client.close();
        hosts.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 530 5.7.0 Authentication required, smtp-auth",
        "RCPT, 530 5.7.0 Authentication required, smtp-auth",
        "RCPT, 554 5.7.1 <nobody>: Client host rejected: Access denied, smtp-auth",
        "(connection), 554 5.7.1 go away, smtp-auth",
        "RCPT, 550 5.1.1 no such user, ''",
        "RCPT, 451 4.4.3 try again later, ''",
        "RCPT, 250 2.1.5 ok, ''"
    })
    void peerShouldBeToldThatTakesNoMailFromHere(String command, String reply, String rule) {
        server.on(command, line -> reply);

        new SmtpPorts(client, findings).peers(List.of(peer()), List.of(DOMAIN));

        assertThat(String.join(",", rules())).isEqualTo(rule);
        assertThat(server.heard("DATA")).isZero();
    }

    @Test
    void hostThatDoesNotListenShouldBeTold() {
        server.close();

        new SmtpPorts(client, findings).peers(List.of(peer()), List.of(DOMAIN));
        new SmtpPorts(client, findings)
                .secondaries(List.of(new Secondary(List.of(address()), List.of(DOMAIN), List.of())));

        assertThat(rules()).containsExactly("smtp-port", "smtp-port");
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 no, 250, reply-differs",
        "250 2.1.5 ok, 550, reply-differs",
        "451 4.4.3 later, 250, reply-differs",
        "250 2.1.5 ok, 250, ''",
        "554 5.1.1 no, 550, ''"
    })
    void ownListenerShouldSayWhatOperatorsAreTold(String reply, int told, String rule) throws Exception {
        server.on("RCPT", line -> reply);

        new SelfTest(client, address -> CompletableFuture.completedStage(new RcptReply(told, "told")))
                .check(address(), new MailAddress("bob@example.com"), findings);

        assertThat(String.join(",", rules())).isEqualTo(rule);
    }

    @Test
    void differenceThatIsGoneAtTheSecondLookShouldNotBeTold() throws Exception {
        server.on("RCPT", line -> server.heard("RCPT") > 1 ? "550 5.1.1 no" : "451 4.4.3 later");

        new SelfTest(client, address -> CompletableFuture.completedStage(new RcptReply(550, "told")))
                .check(address(), new MailAddress("bob@example.com"), findings);

        assertThat(rules()).isEmpty();
    }

    @Test
    void ownListenerThatDoesNotAnswerShouldBeTold() throws Exception {
        server.close();

        new SelfTest(client, address -> CompletableFuture.completedStage(new RcptReply(550, "told")))
                .check(address(), new MailAddress("bob@example.com"), findings);

        assertThat(findings.all()).extracting(Finding::rule).containsExactly(Rule.LISTENER_SILENT);
    }

    private List<String> rules() {
        return findings.all().stream().map(finding -> finding.rule().toString()).toList();
    }

    private HostAndPort address() {
        return HostAndPort.fromParts(server.host(), server.port());
    }

    private Peer peer() {
        return new Peer(
                new PeerName("tokyo"), List.of(address()), LookupMethod.MINGER, 4069, null, List.of(), Set.of());
    }
}
