// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import com.google.common.net.HostAndPort;
import io.domainsharing.mailets.Reachability.Contact;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import org.apache.james.core.MailAddress;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.transport.mailets.remote.delivery.ExecutionResult;
import org.apache.james.transport.mailets.remote.delivery.MailDelivrerToHost;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.HostAddress;
import org.apache.mailet.Mail;

/**
 * Sends a mail to the hosts of a destination, in their order, through James's own SMTP client, and tells for each recipient
 * what came of it. A host that is known to be away is not tried. Blocks for as long as the SMTP time-outs allow. Thread-safe.
 */
// James has no other type for the address of a host.
@SuppressWarnings("deprecation")
final class HostTransport {
    /** RFC 5321 section 4.2.3: mailbox name not allowed, as its syntax is wrong. */
    private static final int SYNTAX = 553;

    private final MailDelivrerToHost client;
    private final DNSService dns;
    private final String scheme;
    private final Hosts hosts;

    HostTransport(MailDelivrerToHost client, DNSService dns, boolean ssl, Hosts hosts) {
        this.client = client;
        this.dns = dns;
        this.scheme = ssl ? "smtps" : "smtp";
        this.hosts = hosts;
    }

    /** The smart host, where there is one, gets only what the destination's own hosts have said nothing about. */
    Attempt deliver(Mail mail, Destination destination) {
        Attempt attempt = deliver(mail, mail.getRecipients(), destination.hosts());
        HostAndPort smartHost = destination.smartHost();
        List<MailAddress> unanswered = attempt.unanswered();
        if (smartHost != null && !unanswered.isEmpty()) {
            attempt.addSmartHost(deliver(mail, unanswered, List.of(smartHost)));
        }
        return attempt;
    }

    private Attempt deliver(Mail mail, Collection<MailAddress> recipients, List<HostAndPort> candidates) {
        Attempt attempt = new Attempt(recipients);
        refuseUnsendable(recipients, attempt);
        for (HostAndPort host : candidates) {
            if (attempt.pending().isEmpty()) {
                break;
            }
            Reachability.Turn turn = hosts.of(host).begin();
            if (turn == null) {
                deferAll(attempt, hosts.of(host).reason());
            } else {
                Contact contact = Contact.NONE;
                try {
                    contact = deliver(mail, attempt, host);
                    attempt.note(contact);
                } finally {
                    hosts.end(host, turn, contact, attempt.lastReason());
                }
            }
        }
        return attempt;
    }

    // James takes addresses that its own client cannot send.
    private static void refuseUnsendable(Collection<MailAddress> recipients, Attempt attempt) {
        for (MailAddress recipient : recipients) {
            try {
                internet(List.of(recipient));
            } catch (AddressException e) {
                Reply reply = new Reply(SYNTAX, "5.1.3 Bad destination mailbox address syntax: " + e.getMessage());
                attempt.refuse(recipient, new Attempt.Refusal(reply, "not sent", false));
            }
        }
    }

    private Contact deliver(Mail mail, Attempt attempt, HostAndPort host) {
        Contact contact = Contact.NONE;
        try {
            for (InetAddress address : dns.getAllByName(host.getHost())) {
                contact = contact.or(deliver(mail, attempt, host, address));
            }
            return contact;
        } catch (UnknownHostException e) {
            deferAll(attempt, host + ": unknown host");
            // DNS may be what is down: its no counts like a time-out.
            return Contact.SILENT;
        }
    }

    private Contact deliver(Mail mail, Attempt attempt, HostAndPort host, InetAddress address) {
        HostAddress target = new HostAddress(host.getHost(), scheme + "://" + literal(address) + ":" + host.getPort());
        Contact contact = Contact.NONE;
        for (List<MailAddress> group :
                byNotification(mail, attempt.pending().keySet()).values()) {
            try {
                ExecutionResult result = client.tryDeliveryToHost(mail, internet(group), target);
                if (result.getExecutionState() == ExecutionResult.ExecutionState.SUCCESS) {
                    contact = Contact.HEARD;
                    group.forEach(attempt::deliver);
                } else {
                    String reason =
                            result.getException().map(Throwable::getMessage).orElse("not sent");
                    group.forEach(recipient -> attempt.defer(recipient, host + ": " + Reply.oneLine(reason)));
                }
            } catch (MessagingException e) {
                SmtpFailure failure = new SmtpFailure(e);
                contact = contact.or(failure.contact());
                judge(failure, group, attempt, host);
            } catch (RuntimeException e) {
                group.forEach(recipient -> attempt.defer(recipient, host + ": " + Reply.oneLine(String.valueOf(e))));
            }
        }
        return contact;
    }

    private static void judge(SmtpFailure failure, List<MailAddress> group, Attempt attempt, HostAndPort host) {
        for (MailAddress recipient : group) {
            Optional<Reply> reply = failure.replyTo(recipient);
            if (failure.delivered(recipient)) {
                attempt.deliver(recipient);
            } else if (reply.filter(Reply::isFinal).isPresent()) {
                attempt.refuse(
                        recipient,
                        new Attempt.Refusal(reply.get(), host.toString(), failure.isAnswerToRcpt(recipient)));
            } else if (failure.isAnswerAbout(recipient)) {
                attempt.deferByAnswer(
                        recipient, host + ": " + reply.map(Reply::text).orElse(failure.text()));
            } else {
                attempt.defer(recipient, host + ": " + reply.map(Reply::text).orElse(failure.text()));
            }
        }
    }

    private static void deferAll(Attempt attempt, String reason) {
        List.copyOf(attempt.pending().keySet()).forEach(recipient -> attempt.defer(recipient, reason));
    }

    /**
     * James's client sends one message per NOTIFY parameter (RFC 3461) and stops at the first that fails, without a word
     * about the groups before and after it; so it gets one group at a time.
     */
    private static Map<Optional<EnumSet<DsnParameters.Notify>>, List<MailAddress>> byNotification(
            Mail mail, Collection<MailAddress> recipients) {
        return recipients.stream().collect(Collectors.groupingBy(recipient -> mail.dsnParameters()
                .flatMap(parameters ->
                        Optional.ofNullable(parameters.getRcptParameters().get(recipient)))
                .flatMap(DsnParameters.RecipientDsnParameters::getNotifyParameter)));
    }

    private static List<InternetAddress> internet(List<MailAddress> recipients) throws AddressException {
        List<InternetAddress> addresses = new ArrayList<>();
        for (MailAddress recipient : recipients) {
            addresses.add(new InternetAddress(recipient.asString()));
        }
        return addresses;
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
