// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import java.io.IOException;
import java.io.InputStream;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MimeMessageSource;

/** The octets of a message that belongs to another mail, which has to live longer. Copies nothing, disposes of nothing. */
final class LentSource implements MimeMessageSource {
    // No record: the transformer of the JAR for James 3.9 leaves the types of a record's components as they are.
    private final MimeMessage message;

    LentSource(MimeMessage message) {
        this.message = message;
    }

    @Override
    public String getSourceId() {
        return "lent-" + System.identityHashCode(message);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        try {
            return MessageOctets.of(message);
        } catch (MessagingException e) {
            throw new IOException("The message cannot be read", e);
        }
    }

    @Override
    public long getMessageSize() throws IOException {
        try {
            return MessageOctets.sizeOf(message);
        } catch (MessagingException e) {
            throw new IOException("The message cannot be read", e);
        }
    }
}
