// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.mail.Folder;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Store;

/** A user's INBOX, seen by IMAP; every look is a session of its own. */
public final class ImapMailbox implements Mailbox {
    private static final int LOOKS = 5;

    private final Endpoints endpoints;
    private final String user;
    private final String password;

    ImapMailbox(Endpoints endpoints, String user, String password) {
        this.endpoints = endpoints;
        this.user = user;
        this.password = password;
    }

    @Override
    public List<String> messages() {
        return octets().stream()
                .map(octets -> new String(octets, StandardCharsets.UTF_8))
                .toList();
    }

    /** How many messages there are. */
    public int count() {
        return visit(Folder::getMessageCount);
    }

    /** All messages as they are now, octet for octet, oldest first. */
    public List<byte[]> octets() {
        return visit(inbox -> {
            List<byte[]> all = new ArrayList<>();
            for (Message message : inbox.getMessages()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                message.writeTo(bytes);
                all.add(bytes.toByteArray());
            }
            return List.copyOf(all);
        });
    }

    /** What is done with the open INBOX. */
    @FunctionalInterface
    private interface Visit<T> {
        T with(Folder inbox) throws MessagingException, IOException;
    }

    private <T> T visit(Visit<T> visit) {
        for (int look = 1; ; look++) {
            try {
                return look(visit);
            } catch (UncheckedIOException | IllegalStateException e) {
                // Seen on a busy machine, cause unknown: a FETCH without an answer, while a new session gets one.
                if (look == LOOKS) {
                    throw e;
                }
            }
        }
    }

    private <T> T look(Visit<T> visit) {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.timeout", "4000");
        properties.setProperty("mail.imap.partialfetch", "false");
        try (Store store = Session.getInstance(properties).getStore("imap")) {
            store.connect(endpoints.host(), endpoints.imap(), user, password);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                return visit.with(inbox);
            }
        } catch (MessagingException e) {
            throw new IllegalStateException("IMAP for " + user, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return user;
    }
}
