// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Client, gate and sink: the clients and servers of the tests themselves. */
class TcpGateTest {
    private final SmtpSink sink = SmtpSink.on("127.0.1.81");
    private final TcpGate gate = new TcpGate(
            new InetSocketAddress("127.0.1.81", Integer.parseInt(sink.address().split(":", 2)[1])));
    private final InetSocketAddress door = new InetSocketAddress("127.0.1.81", gate.port());

    @AfterEach
    void close() {
        gate.close();
        sink.close();
    }

    @Test
    void mailShouldPassWhenTheGateIsOpen() {
        gate.open();

        try (SmtpSession session = SmtpSession.connect(door)) {
            session.mail("ann@example.net");
            session.rcpt("bob@example.com");
            assertThat(session.data("Subject: x\n\n.dot\nend").code()).isEqualTo(250);
        }

        assertThat(sink.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).isEqualTo("ann@example.net");
            assertThat(mail.recipients()).containsExactly("bob@example.com");
            assertThat(mail.content()).isEqualTo("Subject: x\n\n.dot\nend\n");
        });
    }

    @Test
    void connectionShouldBeRefusedWhenTheGateIsShut() {
        gate.open();
        gate.shut();

        assertThatThrownBy(() -> SmtpSession.connect(door)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void sinkShouldAnswerAsItIsTold() {
        gate.open();
        sink.answering(command ->
                command.startsWith("RCPT") ? java.util.Optional.of("550 5.1.1 not here") : java.util.Optional.empty());

        try (SmtpSession session = SmtpSession.connect(door)) {
            session.mail("ann@example.net");

            assertThat(session.rcpt("bob@example.com").toString()).isEqualTo("550 5.1.1 not here");
        }
    }
}
