// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * The address that James's own handler will read from a MAIL command (RFC 5321 section 4.1.1.2). Empty wherever it refuses the
 * argument itself, so that its own answer is given, and for the null sender.
 */
final class SenderArgument {
    static final String KEYWORD = "FROM";

    private SenderArgument() {}

    static Optional<MailAddress> in(@Nullable String argument, SMTPSession session, DomainList localDomains) {
        int colon = argument == null ? -1 : argument.indexOf(':');
        if (argument == null || colon != KEYWORD.length() || !argument.regionMatches(true, 0, KEYWORD, 0, colon)) {
            return Optional.empty();
        }
        String path = withoutOptions(argument.substring(colon + 1).trim());
        boolean bracketed = path.length() > 1 && path.startsWith("<") && path.endsWith(">");
        if (!bracketed && session.getConfiguration().useAddressBracketsEnforcement()) {
            return Optional.empty();
        }
        return Mailbox.parse(bracketed ? path.substring(1, path.length() - 1) : path, localDomains);
    }

    // The first bracket that closes ends the path: an AUTH parameter may hold brackets of its own.
    private static String withoutOptions(String path) {
        int end = path.indexOf('>', path.indexOf('<'));
        return end > 0 && path.length() > end + 2 && path.charAt(end + 1) == ' ' ? path.substring(0, end + 1) : path;
    }
}
