// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.CharMatcher;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.jspecify.annotations.Nullable;

/**
 * What a VRFY asks about (RFC 5321 section 4.1.1.6), with or without a domain.
 *
 * @param mailbox as it came, without its brackets
 */
record VrfyArgument(String mailbox) {
    private static final CharMatcher SPACE = CharMatcher.is(' ');
    private static final CharMatcher PRINTABLE = CharMatcher.inRange(' ', '~');

    static VrfyArgument of(@Nullable String argument) {
        String text = argument == null ? "" : SPACE.trimFrom(argument);
        boolean bracketed = text.length() > 1 && text.startsWith("<") && text.endsWith(">");
        return new VrfyArgument(bracketed ? text.substring(1, text.length() - 1) : text);
    }

    /** Whether only a command with SMTPUTF8 could ask about it. */
    boolean isBeyondAscii() {
        return AddressSyntax.of(mailbox).kind() == AddressSyntax.Kind.UTF8;
    }

    /** Empty where it is none that a command may carry. */
    Optional<MailAddress> address(DomainList localDomains) {
        return PRINTABLE.matchesAllOf(mailbox) && !mailbox.isEmpty()
                ? Mailbox.parse(mailbox, localDomains)
                        .filter(address -> AddressSyntax.of(address.asString()).isAscii())
                : Optional.empty();
    }
}
