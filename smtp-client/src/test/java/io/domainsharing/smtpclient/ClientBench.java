// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.network.HostResolver;
import io.domainsharing.smtpclient.SmtpCommand.Rcpt;
import io.domainsharing.smtpclient.SmtpOutcome.Answered;
import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** A client, and a server to ask. */
abstract class ClientBench {
    static final Rcpt BOB = new Rcpt("bob@example.com");
    static final Rcpt EVE = new Rcpt("eve@example.com");

    final HostResolver resolver = HostResolver.ofSystem();
    final ScriptedSmtpServer server = new ScriptedSmtpServer();
    final SmtpClientConfiguration defaults = SmtpClientConfiguration.of(resolver, "asker.example")
            .withTimes(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(20));
    SmtpClient client = SmtpClient.create(defaults);

    @AfterEach
    final void closeAll() {
        client.close();
        server.close();
        resolver.close();
    }

    final void configure(SmtpClientConfiguration other) {
        client.close();
        client = SmtpClient.create(other);
    }

    final CompletableFuture<SmtpOutcome> start(SmtpCommand question) {
        return client.ask(new SmtpServer(server.host(), server.port()), question)
                .toCompletableFuture();
    }

    final SmtpOutcome ask(SmtpCommand question) throws Exception {
        return start(question).get(20, TimeUnit.SECONDS);
    }

    final SmtpReply reply(SmtpCommand question) throws Exception {
        SmtpOutcome outcome = ask(question);
        assertThat(outcome).isInstanceOf(Answered.class);
        return ((Answered) outcome).reply();
    }

    final NoAnswer none(SmtpCommand question) throws Exception {
        SmtpOutcome outcome = ask(question);
        assertThat(outcome).isInstanceOf(NoAnswer.class);
        return (NoAnswer) outcome;
    }

    /** Asks so often at once, each about another address. */
    final List<SmtpOutcome> askAtOnce(int times) throws Exception {
        List<CompletableFuture<SmtpOutcome>> asked = IntStream.range(0, times)
                .mapToObj(i -> start(new Rcpt("user" + i + "@example.com")))
                .toList();
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** Until the answer to the question before is followed by what belongs to it. */
    final void awaitResets(int number) {
        Awaitility.await().until(() -> server.heard("RSET") >= number);
    }

    /** Always these addresses. */
    static HostResolver resolvingTo(InetAddress... addresses) {
        return new HostResolver() {
            @Override
            public CompletableFuture<List<InetAddress>> resolve(String host) {
                return CompletableFuture.completedFuture(List.of(addresses));
            }

            @Override
            public void close() {}
        };
    }
}
