// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mail;

/** Takes the fields of a name out of a message's header, with the lines that continue them. No other octet changes. */
public final class FieldRemoval {
    private static final int END = -1;
    private static final int LONGEST_NAME = 128;
    private static final String RECEIVED = "Received";

    private final BufferedInputStream octets;
    private final OutputStream kept;
    private final String name;
    private final boolean topmostOnly;
    private int received;
    private boolean found;

    private FieldRemoval(BufferedInputStream octets, OutputStream kept, String name, boolean topmostOnly) {
        this.octets = octets;
        this.kept = kept;
        this.name = name;
        this.topmostOnly = topmostOnly;
    }

    /** Touches no message without such a field. */
    public static void remove(Mail mail, String name) throws MessagingException {
        remove(mail, name, false);
    }

    /** Only those that the client of this hand-over has put in front of the message: see {@link HeaderField#isTopmost}. */
    public static void removeTopmost(Mail mail, String name) throws MessagingException {
        remove(mail, name, true);
    }

    private static void remove(Mail mail, String name, boolean topmostOnly) throws MessagingException {
        if (isThere(mail, name, topmostOnly)) {
            MimeMessageInputStreamSource rest = MimeMessageInputStreamSource.create(mail.getName());
            try (OutputStream kept = rest.getWritableOutputStream()) {
                run(mail, kept, name, topmostOnly, true);
            } catch (IOException | MessagingException e) {
                rest.dispose();
                throw new MessagingException("The message cannot be copied", e);
            }
            VerbatimMessage.set(mail, rest);
            OriginalHead.keep(mail);
        }
    }

    private static boolean isThere(Mail mail, String name, boolean topmostOnly) throws MessagingException {
        try {
            return run(mail, OutputStream.nullOutputStream(), name, topmostOnly, false);
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    private static boolean run(Mail mail, OutputStream kept, String name, boolean topmostOnly, boolean withBody)
            throws MessagingException, IOException {
        try (BufferedInputStream octets = new BufferedInputStream(MessageOctets.of(mail))) {
            FieldRemoval removal = new FieldRemoval(octets, kept, name, topmostOnly);
            removal.header();
            if (withBody) {
                octets.transferTo(kept);
            }
            return removal.found;
        }
    }

    /** Up to the first empty line. */
    private void header() throws IOException {
        boolean dropped = false;
        for (String begin = begin(); !begin.isEmpty(); begin = begin()) {
            if (!begin.startsWith(" ") && !begin.startsWith("\t")) {
                received += isNamed(begin, RECEIVED) ? 1 : 0;
                dropped = isNamed(begin, name) && (!topmostOnly || received <= HeaderField.OF_CLIENT);
                found |= dropped;
            }
            if (!dropped) {
                kept.write(begin.getBytes(ISO_8859_1));
            }
            if (begin.equals("\r\n") || begin.equals("\n")) {
                return;
            }
            if (!begin.endsWith("\n")) {
                rest(dropped);
            }
        }
    }

    /** Of a line as much as tells the name of its field, with the colon. */
    private String begin() throws IOException {
        StringBuilder begin = new StringBuilder();
        int next = octets.read();
        while (next != END) {
            begin.append((char) next);
            boolean told = next == '\n' || next == ':' || begin.length() > LONGEST_NAME;
            next = told ? END : octets.read();
        }
        return begin.toString();
    }

    private static boolean isNamed(String begin, String name) {
        return begin.endsWith(":")
                && begin.substring(0, begin.length() - 1).stripTrailing().equalsIgnoreCase(name);
    }

    private void rest(boolean dropped) throws IOException {
        int next = octets.read();
        while (next != END) {
            if (!dropped) {
                kept.write(next);
            }
            next = next == '\n' ? END : octets.read();
        }
    }
}
