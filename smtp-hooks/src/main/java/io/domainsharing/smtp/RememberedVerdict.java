// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * The verdict on the address of the MAIL or RCPT in hand, on its way from the command handler, which may wait for it, to
 * the hook, which may not. Lives in the session's transaction; whoever runs the session's command may call.
 */
record RememberedVerdict(MailAddress address, Verdict verdict) {
    private static final AttachmentKey<RememberedVerdict> KEY =
            AttachmentKey.of("io.domainsharing.remembered-verdict", RememberedVerdict.class);

    void keepIn(SMTPSession session) {
        session.setAttachment(KEY, this, State.Transaction);
    }

    static boolean isIn(SMTPSession session, MailAddress address) {
        return find(session, address).isPresent();
    }

    static Optional<Verdict> takeFrom(SMTPSession session, MailAddress address) {
        Optional<Verdict> verdict = find(session, address).map(RememberedVerdict::verdict);
        session.removeAttachment(KEY, State.Transaction);
        return verdict;
    }

    private static Optional<RememberedVerdict> find(SMTPSession session, MailAddress address) {
        return session.getAttachment(KEY, State.Transaction)
                .filter(kept -> kept.address().equals(address));
    }
}
