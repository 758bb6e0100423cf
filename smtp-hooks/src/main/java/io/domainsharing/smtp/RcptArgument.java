// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.CharMatcher;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * The recipient that James's own RCPT handler will read from a RCPT command (RFC 5321 section 4.1.1.3). Empty wherever
 * that handler refuses the argument itself, so that its own answer is given.
 */
final class RcptArgument {
    private static final String DEFAULT_DOMAIN = "localhost";

    private RcptArgument() {}

    static Optional<MailAddress> recipient(SMTPSession session, Request request) {
        return path(request.getArgument())
                .map(RcptArgument::withoutOptions)
                .flatMap(path -> mailbox(path, session.getConfiguration().useAddressBracketsEnforcement()))
                .flatMap(RcptArgument::address);
    }

    private static Optional<String> path(@Nullable String argument) {
        int colon = argument == null ? -1 : argument.indexOf(':');
        return argument == null || colon < 0 || !argument.substring(0, colon).equalsIgnoreCase("TO")
                ? Optional.empty()
                : Optional.of(argument.substring(colon + 1).trim());
    }

    private static String withoutOptions(String path) {
        int end = path.lastIndexOf('>');
        return end > 0 && path.length() > end + 2 && path.charAt(end + 1) == ' ' ? path.substring(0, end + 1) : path;
    }

    private static Optional<String> mailbox(String path, boolean bracketsRequired) {
        boolean bracketed = path.length() > 1 && path.startsWith("<") && path.endsWith(">");
        if (!bracketed) {
            return bracketsRequired ? Optional.empty() : Optional.of(path);
        }
        return Optional.of(path.substring(1, path.length() - 1));
    }

    /** ASCII only: a command is run again from its text, and James's session charset keeps nothing else. */
    private static Optional<MailAddress> address(String mailbox) {
        if (!CharMatcher.ascii().matchesAllOf(mailbox)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MailAddress(mailbox.contains("@") ? mailbox : mailbox + "@" + DEFAULT_DOMAIN));
        } catch (AddressException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
