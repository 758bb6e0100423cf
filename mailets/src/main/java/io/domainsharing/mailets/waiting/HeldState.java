// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting;

import java.util.Optional;
import java.util.UUID;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Under what key a mail lies in its repository, and which tickets are for it as it lies there. Written on what is stored, and on what
 * waits for its first try; not on a mail that anybody else sees.
 *
 * @param serial of the state now
 * @param before of the ticket that was in hand when this state was stored: it counts until the new one is there
 */
record HeldState(String key, long serial, long before) {
    private static final AttributeName KEY = AttributeName.of("io.domainsharing.held-as");
    private static final AttributeName SERIALS = AttributeName.of("io.domainsharing.held-serials");

    /** A key that no other mail has, and in which the mail's name can be read. */
    static String keyFor(Mail mail) {
        return mail.getName() + "." + UUID.randomUUID();
    }

    static String nameIn(String key) {
        int end = key.lastIndexOf('.');
        return end <= 0 ? key : key.substring(0, end);
    }

    /** The state of a mail that was not held before. */
    static HeldState first(String key, long serial) {
        return new HeldState(key, serial, serial);
    }

    boolean admits(Ticket ticket) {
        return ticket.serial() == serial || ticket.serial() == before;
    }

    /** What a stored mail says; empty: somebody else has put it there. */
    static Optional<HeldState> of(Mail stored) {
        return AttributeUtils.getValueAndCastFromMail(stored, SERIALS, String.class)
                .map(text -> text.split(" ", 2))
                .filter(numbers -> numbers.length == 2)
                .map(numbers -> new HeldState(
                        stored.getName(),
                        Long.parseUnsignedLong(numbers[0], 16),
                        Long.parseUnsignedLong(numbers[1], 16)));
    }

    static void markKey(Mail mail, String key) {
        mail.setAttribute(new Attribute(KEY, AttributeValue.of(key)));
    }

    /** Takes the key off the mail; a new one if it has none. */
    static String takeKey(Mail mail) {
        String key =
                AttributeUtils.getValueAndCastFromMail(mail, KEY, String.class).orElseGet(() -> keyFor(mail));
        mail.removeAttribute(KEY);
        return key;
    }

    /** What is done with a mail that bears its state. */
    @FunctionalInterface
    interface Step<E extends Exception> {
        void on(Mail mail) throws E;
    }

    /** Writes this on the mail for the time of that step. */
    <E extends Exception> void during(Mail mail, Step<E> step) throws E {
        String name = mail.getName();
        mail.setName(key);
        mail.setAttribute(new Attribute(SERIALS, AttributeValue.of(Ticket.hex(serial) + " " + Ticket.hex(before))));
        try {
            step.on(mail);
        } finally {
            takeOff(mail, name);
        }
    }

    /** The mail is called by its own name again and bears no state. */
    static void takeOff(Mail mail, String name) {
        mail.removeAttribute(SERIALS);
        mail.setName(name);
    }
}
