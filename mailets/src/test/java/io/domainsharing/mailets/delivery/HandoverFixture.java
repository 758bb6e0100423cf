// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import static io.domainsharing.mailets.delivery.DeliveryConfigurations.delivery;
import static io.domainsharing.mailets.delivery.Mails.text;
import static io.domainsharing.mailets.delivery.Nodes.TOKYO;
import static io.domainsharing.mailets.delivery.SampleVerdicts.ON_TOKYO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.transport.HandoverWarnings;
import io.domainsharing.ownership.LookupMethod;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.smtpclient.ScriptedSmtpServer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.Bouncer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** A peer that is another program: what it hears, and what its replies come to. */
abstract class HandoverFixture {
    static final String QUEUE = "domain-sharing-tokyo";
    static final String BOB = "bob@example.com";

    final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    final Logger logger = (Logger) LoggerFactory.getLogger(HandoverWarnings.class);
    final ScriptedSmtpServer tokyo = new ScriptedSmtpServer().takingMessages();
    Bench bench = new Bench(delivery("1 hour", 5), peer(PeerTls.DEFAULT));

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        bench.close();
        tokyo.close();
    }

    Peer peer(PeerTls tls) {
        return new Peer(
                TOKYO,
                List.of(HostAndPort.fromParts("127.0.0.1", tokyo.port())),
                LookupMethod.MINGER,
                4069,
                null,
                List.of(),
                Set.of(),
                PeerProof.AUTO,
                tls,
                List.of(new ReplyBeginning("550 5.7.133")),
                PeerMode.SHARE,
                false);
    }

    void send(MailImpl mail) throws MessagingException {
        bench.ownership.resolveOthersTo(ON_TOKYO);
        bench.mailet().service(mail);
    }

    void send(String... recipients) throws MessagingException {
        send(Mails.mail("sender@elsewhere.example", recipients));
    }

    void awaitReturned(String error) {
        await().untilAsserted(() -> assertThat(bench.context.getSentMails())
                .singleElement()
                .satisfies(
                        sent -> assertThat(text(sent, Bouncer.DELIVERY_ERROR)).startsWith(error)));
    }

    /** Why it waits. */
    String awaitKept() throws MessagingException {
        await().until(() ->
                bench.queued(QUEUE).size() == 1 && bench.delivery.held(TOKYO).lastFailure() != null);
        assertThat(bench.context.getSentMails()).isEmpty();
        return Objects.requireNonNull(bench.delivery.held(TOKYO).lastFailure()).text();
    }

    List<String> warnings() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
