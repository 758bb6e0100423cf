// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.transport.HostResolver;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import io.domainsharing.smtpclient.SmtpQuestion.Etrn;
import io.domainsharing.smtpclient.SmtpQuestion.Rcpt;
import io.domainsharing.smtpclient.SmtpQuestion.Vrfy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SmtpClientTest {
    private final HostResolver resolver = HostResolver.ofSystem();
    private final ScriptedSmtpServer server = new ScriptedSmtpServer();
    private final SmtpClientConfiguration configuration = SmtpClientConfiguration.of(resolver, "asker.example");
    private SmtpClient client = SmtpClient.create(configuration);

    @AfterEach
    void close() {
        client.close();
        server.close();
        resolver.close();
    }

    private void configure(SmtpClientConfiguration other) {
        client.close();
        client = SmtpClient.create(other);
    }

    private SmtpOutcome ask(SmtpQuestion question) throws Exception {
        return client.ask(new SmtpServer(server.host(), server.port()), question)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private SmtpReply reply(SmtpQuestion question) throws Exception {
        SmtpOutcome outcome = ask(question);
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).reply();
    }

    private NoAnswer none(SmtpQuestion question) throws Exception {
        SmtpOutcome outcome = ask(question);
        assertThat(outcome).isInstanceOf(NoAnswer.class);
        return (NoAnswer) outcome;
    }

    @Test
    void rcptShouldComeInATransactionFromTheNullSenderThatIsReset() throws Exception {
        server.on("RCPT", line -> "550 5.1.1 nobody of that name");
        SmtpReply reply = reply(new Rcpt("bob@example.com"));
        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.lines()).containsExactly("5.1.1 nobody of that name");
        Awaitility.await().untilAsserted(() -> assertThat(server.heard())
                .containsExactly("EHLO asker.example", "MAIL FROM:<>", "RCPT TO:<bob@example.com>", "RSET"));
    }

    @Test
    void commandsShouldWaitForTheirRepliesWhenPipeliningIsNotOffered() throws Exception {
        server.on("EHLO", ScriptedSmtpServer.ehlo(Set.of("8BITMIME"))).on("MAIL", line -> {
            // Whoever pipelines has sent RCPT by now, and so it would have been read together with MAIL.
            return "250 ok";
        });
        assertThat(reply(new Rcpt("bob@example.com")).code()).isEqualTo(250);
        assertThat(reply(new Rcpt("eve@example.com")).code()).isEqualTo(250);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void vrfyShouldGetItsReply() throws Exception {
        server.on("VRFY", line -> "250-2.1.5 Bob\r\n250 <bob@example.com>");
        assertThat(reply(new Vrfy("bob@example.com")).lines()).containsExactly("2.1.5 Bob", "<bob@example.com>");
        assertThat(server.heard()).contains("VRFY bob@example.com");
    }

    @Test
    void etrnShouldGetItsReply() throws Exception {
        server.on("ETRN", line -> "253 14 pending messages");
        assertThat(reply(new Etrn("@example.com")).code()).isEqualTo(253);
        assertThat(server.heard()).contains("ETRN @example.com");
    }

    @Test
    void serverShouldBeUnreachableWhenNobodyListens() throws Exception {
        server.close();
        assertThat(none(new Vrfy("bob@example.com")).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void silenceShouldEndWithTheStep() throws Exception {
        configure(configuration.withTimes(Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(5)));
        server.on("RCPT", line -> ScriptedSmtpServer.SILENCE);
        NoAnswer none = none(new Rcpt("bob@example.com"));
        assertThat(none.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(none.detail()).contains("silent for 300 ms");
    }
}
