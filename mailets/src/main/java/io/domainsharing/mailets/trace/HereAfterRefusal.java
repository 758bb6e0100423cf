// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The recipients that were found here after their owner had refused them. They are for nobody to look up again on the way to their
 * mailbox: an address that is pinned to a peer would go back to it, again and again. What they are rewritten to is another address.
 */
public final class HereAfterRefusal {
    private static final AttributeName NAME = AttributeName.of("io.domainsharing.here-after-refusal");
    private static final String LINE = "\n";

    private HereAfterRefusal() {}

    /** Writes down who is here by these verdicts, but for whom a catch-all takes: that may rewrite to any address. */
    public static void note(Mail mail, Map<MailAddress, Verdict> verdicts) {
        String here = verdicts.entrySet().stream()
                .filter(entry ->
                        entry.getValue() instanceof Verdict.Local local && local.match() != LocalMatch.CATCH_ALL)
                .map(entry -> CanonicalAddress.of(entry.getKey()).value())
                .collect(Collectors.joining(LINE));
        if (!here.isEmpty()) {
            mail.setAttribute(new Attribute(NAME, AttributeValue.of(here)));
        }
    }

    public static boolean includes(Mail mail, MailAddress recipient) {
        return AttributeUtils.getValueAndCastFromMail(mail, NAME, String.class)
                .filter(here -> List.of(here.split(LINE, -1))
                        .contains(CanonicalAddress.of(recipient).value()))
                .isPresent();
    }

    static void clear(Mail mail) {
        mail.removeAttribute(NAME);
    }
}
