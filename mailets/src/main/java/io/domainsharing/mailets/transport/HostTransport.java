// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.transport;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.transport.Reachability.Contact;
import io.domainsharing.ownership.UnknownMailbox;
import io.domainsharing.ownership.configuration.HandoverConfiguration;
import io.domainsharing.smtpclient.Content;
import io.domainsharing.smtpclient.DeliveryOutcome;
import io.domainsharing.smtpclient.DeliveryRoute;
import io.domainsharing.smtpclient.RecipientResult;
import io.domainsharing.smtpclient.RecipientResult.Delivered;
import io.domainsharing.smtpclient.RecipientResult.NotSendable;
import io.domainsharing.smtpclient.RecipientResult.NotTaken;
import io.domainsharing.smtpclient.RecipientResult.Unanswered;
import io.domainsharing.smtpclient.SmtpDelivery;
import io.domainsharing.smtpclient.SmtpDelivery.Greeting;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.SmtpServer;
import io.domainsharing.smtpclient.Stage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import org.apache.james.core.MailAddress;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.mailet.Mail;

/**
 * Sends a mail to the hosts of a destination, in their order, and tells for each recipient what came of it. A host that is
 * known to be away is not tried. Blocks for as long as the SMTP time-outs allow. Thread-safe.
 */
public final class HostTransport {
    private final SmtpDelivery client;
    private final DNSService dns;
    private final HandoverConfiguration configuration;
    private final HostHealth hosts;
    private final HandoverWarnings warnings;

    public HostTransport(
            SmtpDelivery client,
            DNSService dns,
            HandoverConfiguration configuration,
            HostHealth hosts,
            HandoverWarnings warnings) {
        this.client = client;
        this.dns = dns;
        this.configuration = configuration;
        this.hosts = hosts;
        this.warnings = warnings;
    }

    /** The smart host, where there is one, gets only what the destination's own hosts have said nothing about. */
    public Attempt deliver(Mail mail, HandoverTarget destination) {
        Content content = MailContent.of(mail);
        Attempt attempt = deliver(mail, content, mail.getRecipients(), destination);
        HostAndPort smartHost = destination.smartHost();
        List<MailAddress> unanswered = attempt.unanswered();
        if (smartHost != null && !unanswered.isEmpty()) {
            attempt.addSmartHost(deliver(mail, content, unanswered, destination.viaSmartHost(smartHost)));
        }
        return attempt;
    }

    /**
     * Opens a session, without a mail, with each of its own hosts that is away and whose pause is over: one that answers is back, for all
     * mail that waits for it. Blocks for as long as the SMTP time-outs allow.
     */
    public void probe(HandoverTarget destination) {
        for (HostAndPort host : destination.hosts()) {
            Reachability.Turn turn = hosts.of(host).beginProbe();
            if (turn != null) {
                Greeting greeting = new Greeting(DeliveryOutcome.Contact.NONE, "");
                try {
                    greeting = greet(destination, host);
                } finally {
                    hosts.end(
                            host, turn, contactOf(greeting.contact()), host + ": " + Reply.oneLine(greeting.detail()));
                }
            }
        }
    }

    private Greeting greet(HandoverTarget destination, HostAndPort host) {
        Greeting last = new Greeting(DeliveryOutcome.Contact.SILENT, "unknown host");
        try {
            for (InetAddress address : dns.getAllByName(host.getHost())) {
                last = client.greet(route(destination, host, address));
                if (last.contact() == DeliveryOutcome.Contact.HEARD) {
                    break;
                }
            }
            return last;
        } catch (UnknownHostException e) {
            return last;
        }
    }

    private Attempt deliver(
            Mail mail, Content content, Collection<MailAddress> recipients, HandoverTarget destination) {
        Attempt attempt = new Attempt(recipients);
        for (MailAddress recipient : recipients) {
            MailEnvelope.refusal(mail, recipient)
                    .ifPresent(word ->
                            attempt.refuse(recipient, new Attempt.Refusal(Reply.ofOurs(word), "not sent", false)));
        }
        for (HostAndPort host : destination.hosts()) {
            if (attempt.pending().isEmpty()) {
                break;
            }
            Reachability.Turn turn = hosts.of(host).begin();
            if (turn == null) {
                deferAll(attempt, hosts.of(host).reason());
            } else {
                Contact contact = Contact.NONE;
                try {
                    contact = deliver(mail, content, attempt, destination, host);
                    attempt.note(contact);
                } finally {
                    hosts.end(host, turn, contact, attempt.lastReason());
                }
            }
        }
        return attempt;
    }

    private Contact deliver(Mail mail, Content content, Attempt attempt, HandoverTarget destination, HostAndPort host) {
        Contact contact = Contact.NONE;
        try {
            for (InetAddress address : dns.getAllByName(host.getHost())) {
                if (attempt.pending().isEmpty()) {
                    break;
                }
                MailEnvelope envelope = MailEnvelope.of(mail, attempt.pending().keySet());
                DeliveryOutcome outcome =
                        client.deliver(route(destination, host, address), envelope.envelope(), content);
                warnings.of(destination.peer(), host, outcome);
                envelope.recipients()
                        .forEach((recipient, sent) -> judge(outcome.of(sent), recipient, attempt, destination, host));
                contact = contact.or(contactOf(outcome.contact()));
            }
            return contact;
        } catch (UnknownHostException e) {
            deferAll(attempt, host + ": unknown host");
            // DNS may be what is down: its no counts like a time-out.
            return Contact.SILENT;
        }
    }

    private void judge(
            RecipientResult result,
            MailAddress recipient,
            Attempt attempt,
            HandoverTarget destination,
            HostAndPort host) {
        if (result instanceof Delivered) {
            attempt.deliver(recipient);
        } else if (result instanceof NotSendable unsendable) {
            attempt.refuse(
                    recipient, new Attempt.Refusal(Reply.ofOurs(unsendable.word()), "not sent to " + host, false));
        } else if (result instanceof NotTaken no) {
            judge(no.stage(), no.reply(), recipient, attempt, destination, host);
        } else if (result instanceof Unanswered silence) {
            String reason = host + ": " + Reply.oneLine(silence.detail());
            if (silence.stage() == Stage.CONTENT) {
                // It has the whole message, and may have delivered it.
                attempt.deferByAnswer(recipient, reason);
            } else {
                attempt.defer(recipient, reason);
            }
        }
    }

    private void judge(
            Stage stage,
            SmtpReply said,
            MailAddress recipient,
            Attempt attempt,
            HandoverTarget destination,
            HostAndPort host) {
        Reply reply = Reply.of(said);
        String reason = host + ": " + reply.text();
        boolean isUnknownMailbox = stage == Stage.RCPT
                && UnknownMailbox.isSaidBy(said.code(), String.join("\n", said.lines()), destination.unknownUser());
        if (isUnknownMailbox || ReplyMeaning.isFinal(stage, said, destination.isPeer())) {
            attempt.refuse(recipient, new Attempt.Refusal(reply, host.toString(), isUnknownMailbox));
        } else if (destination.isPeer() && ReplyMeaning.isPolicyAgainstUs(stage, said)) {
            attempt.defer(recipient, reason);
            warnings.refused(destination.peer(), host, stage, reply);
        } else if (stage.isAboutRecipientOrMessage() && !said.isClosing()) {
            attempt.deferByAnswer(recipient, reason);
        } else {
            attempt.defer(recipient, reason);
        }
    }

    private DeliveryRoute route(HandoverTarget destination, HostAndPort host, InetAddress address) {
        return new DeliveryRoute(
                new SmtpServer(host.getHost(), host.getPort()),
                address,
                configuration.tls(host.getHost(), destination.tls()));
    }

    private static Contact contactOf(DeliveryOutcome.Contact contact) {
        return switch (contact) {
            case HEARD -> Contact.HEARD;
            case SILENT -> Contact.SILENT;
            case REFUSED -> Contact.REFUSED;
            case NONE -> Contact.NONE;
        };
    }

    private static void deferAll(Attempt attempt, String reason) {
        List.copyOf(attempt.pending().keySet()).forEach(recipient -> attempt.defer(recipient, reason));
    }
}
