// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.mail.Folder;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Store;
import org.awaitility.Awaitility;

/** A user's INBOX, seen by IMAP; every look is a session of its own. */
public final class ImapMailbox {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LOOKS = 5;

    private final Endpoints endpoints;
    private final String user;
    private final String password;

    ImapMailbox(Endpoints endpoints, String user, String password) {
        this.endpoints = endpoints;
        this.user = user;
        this.password = password;
    }

    /** All messages as they are now, whole (headers, empty line, body), oldest first. */
    public List<String> messages() {
        for (int look = 1; ; look++) {
            try {
                return look();
            } catch (UncheckedIOException | IllegalStateException e) {
                // Seen on a busy machine, cause unknown: a FETCH without an answer, while a new session gets one.
                if (look == LOOKS) {
                    throw e;
                }
            }
        }
    }

    private List<String> look() {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.timeout", "4000");
        properties.setProperty("mail.imap.partialfetch", "false");
        try (Store store = Session.getInstance(properties).getStore("imap")) {
            store.connect(endpoints.host(), endpoints.imap(), user, password);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                List<String> texts = new ArrayList<>();
                for (Message message : inbox.getMessages()) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    message.writeTo(bytes);
                    texts.add(bytes.toString(StandardCharsets.UTF_8));
                }
                return List.copyOf(texts);
            }
        } catch (MessagingException e) {
            throw new IllegalStateException("IMAP for " + user, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of the messages that contain a text. */
    public List<String> messagesWith(String text) {
        return messages().stream().filter(message -> message.contains(text)).toList();
    }

    /** Waits for a message that contains a text. */
    public String await(String text) {
        Awaitility.await("a message with " + text + " for " + user)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !messagesWith(text).isEmpty());
        return messagesWith(text).get(0);
    }
}
