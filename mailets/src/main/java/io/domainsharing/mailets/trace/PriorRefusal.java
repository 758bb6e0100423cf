// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.trace;

import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Why a mail is being looked up a second time: that peer knows no such mailbox. Written on the mail, so that it outlives
 * queues, until it has another owner; the mail is returned for this reason if the new look-up finds none.
 */
public record PriorRefusal(PeerName peer, Cause cause) {
    private static final AttributeName PEER = AttributeName.of("io.domainsharing.refused-by");
    private static final AttributeName TEXT = AttributeName.of("io.domainsharing.refusal");
    private static final AttributeName CODE = AttributeName.of("io.domainsharing.refusal-code");

    public static Optional<PriorRefusal> of(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, PEER, String.class)
                .flatMap(peer -> AttributeUtils.getValueAndCastFromMail(mail, TEXT, String.class)
                        .flatMap(text -> AttributeUtils.getValueAndCastFromMail(mail, CODE, Integer.class)
                                .map(code -> new PriorRefusal(new PeerName(peer), Cause.refused(text, code)))));
    }

    /**
     * Whether all that the mail still has are here now: what they are rewritten to is a new address with a look-up of its own.
     * Not for a catch-all, which may rewrite them to the refused address again, for ever.
     */
    public static boolean isOver(Mail mail, Map<MailAddress, Verdict> answers) {
        return mail.getRecipients().stream()
                .allMatch(recipient ->
                        answers.get(recipient) instanceof Verdict.Local local && local.match() != LocalMatch.CATCH_ALL);
    }

    public void writeOn(Mail mail) {
        mail.setAttribute(new Attribute(PEER, AttributeValue.of(peer.value())));
        mail.setAttribute(new Attribute(TEXT, AttributeValue.of(cause.text())));
        mail.setAttribute(new Attribute(CODE, AttributeValue.of(cause.code())));
    }

    public static void clear(Mail mail) {
        mail.removeAttribute(PEER);
        mail.removeAttribute(TEXT);
        mail.removeAttribute(CODE);
    }
}
