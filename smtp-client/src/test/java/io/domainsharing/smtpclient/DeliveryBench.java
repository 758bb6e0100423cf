// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.domainsharing.smtpclient.Envelope.Recipient;
import io.domainsharing.smtpclient.RecipientResult.Delivered;
import io.domainsharing.smtpclient.RecipientResult.NotSendable;
import io.domainsharing.smtpclient.RecipientResult.NotTaken;
import io.domainsharing.smtpclient.RecipientResult.Unanswered;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A client, and a server to send to. */
abstract class DeliveryBench {
    static final String BOB = "bob@example.com";
    static final String EVE = "eve@example.com";
    static final String SENDER = "alice@example.com";
    static final String MESSAGE = "Subject: hello\r\n\r\nbody\r\n";

    final ScriptedSmtpServer server = new ScriptedSmtpServer().takingMessages();
    SmtpDelivery client = SmtpDelivery.create(configuration(Duration.ofSeconds(5), null), ExtensionsListener.NONE);

    @AfterEach
    final void closeAll() {
        client.close();
        server.close();
    }

    static SmtpDeliveryConfiguration configuration(Duration step, @Nullable Credentials credentials) {
        return new SmtpDeliveryConfiguration(
                Duration.ofSeconds(5), step, step, null, "paris.example.net", credentials, true);
    }

    final void configure(Duration step, @Nullable Credentials credentials) {
        client.close();
        client = SmtpDelivery.create(configuration(step, credentials), ExtensionsListener.NONE);
    }

    final void offers(String... keywords) {
        server.on("EHLO", ScriptedSmtpServer.ehlo(Set.of(keywords)));
    }

    final DeliveryRoute route(DeliveryTls tls) {
        return new DeliveryRoute(new SmtpServer("localhost", server.port()), InetAddress.getLoopbackAddress(), tls);
    }

    final DeliveryOutcome deliver(Envelope envelope, Content content) {
        return client.deliver(route(DeliveryTls.NEVER), envelope, content);
    }

    final DeliveryOutcome deliver(String... recipients) {
        return deliver(Envelope.of(SENDER, List.of(recipients)), content(MESSAGE));
    }

    static Content content(String octets) {
        return Content.of(() -> new ByteArrayInputStream(octets.getBytes(ISO_8859_1)));
    }

    /** As short as it can be told. */
    static String told(DeliveryOutcome outcome, String recipient) {
        return told(outcome.of(new Recipient(recipient, null, null)));
    }

    static String told(RecipientResult result) {
        if (result instanceof Delivered) {
            return "delivered";
        } else if (result instanceof NotTaken no) {
            return no.stage() + " " + no.reply();
        } else if (result instanceof Unanswered silence) {
            return silence.stage() + " unanswered";
        }
        return "unsendable " + ((NotSendable) result).word();
    }
}
