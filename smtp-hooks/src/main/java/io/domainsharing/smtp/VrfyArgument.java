// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.CharMatcher;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.domainlist.api.DomainList;
import org.jspecify.annotations.Nullable;

/** What a VRFY asks about (RFC 5321 section 4.1.1.6), with or without brackets, with or without a domain. */
final class VrfyArgument {
    /** 64 octets, an at-sign and 255 octets (RFC 5321 section 4.5.3.1). */
    private static final int LONGEST = 320;

    private VrfyArgument() {}

    static Optional<MailAddress> in(@Nullable String argument, DomainList localDomains) {
        String text = argument == null ? "" : argument.trim();
        boolean bracketed = text.length() > 1 && text.startsWith("<") && text.endsWith(">");
        String mailbox = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean isPlausible = !mailbox.isEmpty()
                && mailbox.length() <= LONGEST
                && CharMatcher.ascii().matchesAllOf(mailbox);
        return isPlausible ? Mailbox.parse(mailbox, localDomains) : Optional.empty();
    }
}
