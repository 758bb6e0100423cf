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
 * The address that James's own handlers will read from a MAIL or RCPT command (RFC 5321 sections 4.1.1.2 and 4.1.1.3).
 * Empty wherever they refuse the argument themselves, so that their own answer is given, and for the null sender.
 */
final class PathArgument {
    private static final String DEFAULT_DOMAIN = "localhost";

    private PathArgument() {}

    static Optional<MailAddress> sender(SMTPSession session, Request request) {
        // The first bracket that closes ends the path: an AUTH parameter may hold brackets of its own.
        String path = path(request.getArgument(), "FROM");
        return path == null
                ? Optional.empty()
                : address(session, withoutOptions(path, path.indexOf('>', path.indexOf('<'))));
    }

    static Optional<MailAddress> recipient(SMTPSession session, Request request) {
        String path = path(request.getArgument(), "TO");
        return path == null ? Optional.empty() : address(session, withoutOptions(path, path.lastIndexOf('>')));
    }

    /** The text between the first bracket and the next that closes, whatever it is; null without such brackets. */
    static @Nullable String mailboxIn(Request request) {
        String argument = request.getArgument();
        int open = argument == null ? -1 : argument.indexOf('<');
        int end = open < 0 ? -1 : argument.indexOf('>', open);
        return end < 0 ? null : argument.substring(open + 1, end);
    }

    private static @Nullable String path(@Nullable String argument, String keyword) {
        int colon = argument == null ? -1 : argument.indexOf(':');
        return argument == null || colon != keyword.length() || !argument.regionMatches(true, 0, keyword, 0, colon)
                ? null
                : argument.substring(colon + 1).trim();
    }

    private static String withoutOptions(String path, int end) {
        return end > 0 && path.length() > end + 2 && path.charAt(end + 1) == ' ' ? path.substring(0, end + 1) : path;
    }

    private static Optional<MailAddress> address(SMTPSession session, String path) {
        boolean bracketed = path.length() > 1 && path.startsWith("<") && path.endsWith(">");
        if (!bracketed) {
            return session.getConfiguration().useAddressBracketsEnforcement() ? Optional.empty() : address(path);
        }
        return address(path.substring(1, path.length() - 1));
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
