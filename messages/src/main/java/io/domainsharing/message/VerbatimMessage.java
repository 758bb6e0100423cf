// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.mail.MessagingException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.jspecify.annotations.Nullable;

/**
 * A message that is written as its source has it for as long as nobody changes it. James's own writes the header as JavaMail
 * has read it, with a question mark for each octet above 127. Not thread-safe, as all of James's messages.
 */
final class VerbatimMessage extends MimeMessageWrapper {

    VerbatimMessage(MimeMessageSource source) {
        super(source);
    }

    /** Gives a mail these octets; what it had is disposed of. */
    static void set(Mail mail, MimeMessageSource source) throws MessagingException {
        VerbatimMessage message = new VerbatimMessage(source);
        if (mail instanceof MailImpl james) {
            james.setMessageNoCopy(message);
        } else {
            mail.setMessage(message);
        }
    }

    @Override
    public void writeTo(OutputStream headerOs, OutputStream bodyOs, String @Nullable [] ignoreList, boolean preLoad)
            throws IOException, MessagingException {
        if (headerOs != bodyOs || (ignoreList != null && ignoreList.length > 0) || isModified()) {
            super.writeTo(headerOs, bodyOs, ignoreList == null ? new String[0] : ignoreList, preLoad);
            return;
        }
        try (InputStream octets = source.getInputStream()) {
            octets.transferTo(bodyOs);
        }
    }

    @Override
    public InputStream getMessageInputStream() throws MessagingException {
        if (isModified()) {
            return super.getMessageInputStream();
        }
        try {
            return source.getInputStream();
        } catch (IOException e) {
            throw new MessagingException("The message cannot be read", e);
        }
    }

    /** Gives the source away; the message is of no use then but to be disposed of. */
    @SuppressWarnings("NullAway") // James's own class leaves it null where there is none
    MimeMessageSource takeSource() {
        MimeMessageSource taken = source;
        source = null;
        return taken;
    }
}
