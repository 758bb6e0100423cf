// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.waiting.QueuedAddresses;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.apache.james.core.Username;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.StartTlsResponse;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.NettyProtocolTransport;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With James's own session over a channel that stands still where the test wants it to. */
@Tag("H1")
class TlsStartTest {
    private final CommandCheck check =
            new CommandCheck(true, new CommandAudit(new FakeClock(), later -> {}), QueuedAddresses.ANY);
    private final EmbeddedChannel channel = new ConnectedChannel();
    private Encryption encryption;
    private SMTPSession session;

    @BeforeEach
    void connect() throws Exception {
        encryption = Encryption.createStartTls(LoopbackTls.context());
        session = new ExtendedSMTPSession(
                new SMTPConfigurationImpl(), new NettyProtocolTransport(channel, encryption, false));
    }

    private @Nullable Response refusal(CommandCheck by, String command, @Nullable String argument) {
        return by.refusal(session, new BaseRequest(command, argument));
    }

    private void assertClosed(@Nullable Response response) {
        assertThat(Objects.requireNonNull(response).getRetCode()).isEqualTo("421");
        assertThat(response.isEndSession()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "VRFY", "ETRN"})
    void commandThatWasReadBeforeTlsIsInTheChannelShouldEndTheSession(String command) {
        Response go = refusal(check, "STARTTLS", null);

        assertThat(Objects.requireNonNull(go).getRetCode()).isEqualTo("220");
        assertThat(go).isInstanceOf(StartTlsResponse.class);
        assertClosed(refusal(check, command, "FROM:<>"));
    }

    // James's monitors ask whether a reply ends the session before it is written.
    @Test
    void nothingShouldBeReadBetween220AndTls() {
        Response go = Objects.requireNonNull(refusal(check, "STARTTLS", null));
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(go.isEndSession()).isFalse();
        assertThat(channel.config().isAutoRead()).as("before TLS is there").isFalse();

        channel.pipeline().addFirst(encryption.sslHandler());

        assertThat(go.isEndSession()).isFalse();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "VRFY", "ETRN"})
    void commandThatIsHandledBeforeTheHandshakeIsOverShouldEndTheSession(String command) {
        refusal(check, "STARTTLS", null);
        channel.pipeline().addFirst(encryption.sslHandler());

        assertClosed(refusal(check, command, "FROM:<>"));
    }

    @Test
    void commandShouldBeHeardOnceTheHandshakeIsOver() throws Exception {
        refusal(check, "STARTTLS", null);
        SslHandler tls = encryption.sslHandler();
        channel.pipeline().addFirst(tls);
        shakeHands();

        assertThat(tls.handshakeFuture().isSuccess()).isTrue();
        assertThat(refusal(check, "MAIL", "FROM:<>")).isNull();
        assertThat(refusal(check, "RCPT", "TO:<bob@example.com>")).isNull();
    }

    private void shakeHands() throws Exception {
        SSLEngine engine = LoopbackTls.context().createSSLEngine("localhost", 25);
        engine.setUseClientMode(true);
        EmbeddedChannel client = new EmbeddedChannel(new SslHandler(engine));
        boolean moved = true;
        while (moved) {
            moved = pass(client, channel);
            moved |= pass(channel, client);
        }
    }

    private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
        boolean moved = false;
        for (Object octets = from.readOutbound(); octets != null; octets = from.readOutbound()) {
            to.writeInbound(octets);
            moved = true;
        }
        from.runPendingTasks();
        to.runPendingTasks();
        return moved;
    }

    @Test
    void ehloOfBeforeTlsShouldBeForgotten() throws Exception {
        try (SmtpListener listener = new SmtpListener(new InMemoryOwnership());
                SmtpClient client = listener.connect()) {
            client.exchange("EHLO client.example");
            assertThat(client.exchange("STARTTLS")).startsWith("220");
            client.startTls();
            assertThat(client.exchange("MAIL FROM:<a@elsewhere.example>")).startsWith("503");
            assertThat(client.exchange("EHLO client.example")).startsWith("250");
            assertThat(client.exchange("MAIL FROM:<a@elsewhere.example>")).startsWith("250");
        }
    }

    @Test
    void startTlsThatJamesRefusesShouldLeaveTheSessionAsItIs() {
        assertThat(refusal(check, "STARTTLS", "now")).isNull();
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(refusal(check, "MAIL", "FROM:<>")).isNull();

        session.setUsername(Username.of("bob@here.example"));
        refusal(check, "STARTTLS", null);
        assertThat(refusal(check, "MAIL", "FROM:<>")).isNull();
    }

    @Test
    void jamesShouldBeAsItIsWhileSharingIsSwitchedOff() {
        CommandCheck off = new CommandCheck(false, new CommandAudit(new FakeClock(), later -> {}), QueuedAddresses.ANY);
        refusal(off, "STARTTLS", null);
        channel.pipeline().addFirst(encryption.sslHandler());

        assertThat(refusal(off, "MAIL", "FROM:<\"a\u0000b\"@example.com>")).isNull();
    }

    private static final class ConnectedChannel extends EmbeddedChannel {
        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
        }
    }
}
