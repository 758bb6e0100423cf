// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import io.domainsharing.smtpclient.AddressSyntax;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The addresses that a mail came for, before aliases, forwards and groups took their place, as a Mail attribute that outlives
 * them. Immutable.
 *
 * @param addresses as many as are told; the others are of no account to the loop guard
 * @param handedOver those of them that have a copy of their own in a queue of ours
 */
public record ArrivedFor(Set<MailAddress> addresses, Set<MailAddress> handedOver) {
    private static final AttributeName NAME = AttributeName.of("io.domainsharing.arrived-for");
    private static final int MOST = 1_000;
    private static final String LINE = "\n";
    private static final char HANDED_OVER = '>';

    public ArrivedFor {
        addresses = Set.copyOf(addresses);
        handedOver = Set.copyOf(handedOver);
    }

    /** What the mail says; of one that says nothing yet, its recipients, which it says from now on. */
    static ArrivedFor of(Mail mail) {
        Optional<String> text = AttributeUtils.getValueAndCastFromMail(mail, NAME, String.class);
        if (text.isPresent()) {
            return parse(text.get());
        }
        Set<MailAddress> first = new LinkedHashSet<>();
        mail.getRecipients().stream()
                .filter(ArrivedFor::fitsOnALine)
                .limit(MOST)
                .forEach(first::add);
        ArrivedFor arrived = new ArrivedFor(first, Set.of());
        arrived.writeTo(mail);
        return arrived;
    }

    /** Notes on the mail that these have a copy of their own; the copies themselves do not say it. */
    public static void noteHandedOver(Mail mail, Collection<MailAddress> recipients) {
        ArrivedFor before = of(mail);
        Set<MailAddress> all = new LinkedHashSet<>(before.handedOver());
        recipients.stream()
                .filter(ArrivedFor::fitsOnALine)
                .limit(MOST - Math.min(MOST, all.size()))
                .forEach(all::add);
        new ArrivedFor(before.addresses(), all).writeTo(mail);
    }

    static void clear(Mail mail) {
        mail.removeAttribute(NAME);
    }

    // What no command can carry is returned and never handed over.
    private static boolean fitsOnALine(MailAddress address) {
        return AddressSyntax.of(address.asString()).isValid();
    }

    private void writeTo(Mail mail) {
        StringBuilder text = new StringBuilder();
        addresses.forEach(address -> text.append(address.asString()).append(LINE));
        handedOver.forEach(
                address -> text.append(HANDED_OVER).append(address.asString()).append(LINE));
        mail.setAttribute(new Attribute(NAME, AttributeValue.of(text.toString())));
    }

    private static ArrivedFor parse(String text) {
        Set<MailAddress> addresses = new LinkedHashSet<>();
        Set<MailAddress> handedOver = new LinkedHashSet<>();
        try {
            for (String line : text.lines().toList()) {
                boolean isHandedOver = line.charAt(0) == HANDED_OVER;
                (isHandedOver ? handedOver : addresses).add(new MailAddress(isHandedOver ? line.substring(1) : line));
            }
        } catch (AddressException e) {
            throw new IllegalStateException("the attribute " + NAME.asString() + " was not written here", e);
        }
        return new ArrivedFor(addresses, handedOver);
    }
}
