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
 * the hook, which may not. Lives in the session's transaction; whoever runs the session's command may call. It counts in that
 * run of the command only: a run may end without the hook, and what it leaves behind is old when the address comes again.
 *
 * @param tookMillis how long the peers were asked for it; {@link #NOT_ASKED} where nobody was
 * @param isForRerun it has come after the run that asked, and the command is run again with it
 */
record RememberedVerdict(String verb, MailAddress address, Verdict verdict, int tookMillis, boolean isForRerun) {
    static final int NOT_ASKED = -1;

    private static final AttachmentKey<RememberedVerdict> KEY =
            AttachmentKey.of("io.domainsharing.remembered-verdict", RememberedVerdict.class);

    void keepIn(SMTPSession session) {
        session.setAttachment(KEY, this, State.Transaction);
    }

    /** Whatever a run before has left, which is in the session no more. */
    static Optional<RememberedVerdict> leftIn(SMTPSession session) {
        return session.removeAttachment(KEY, State.Transaction);
    }

    /** For the hook. */
    static Optional<RememberedVerdict> takeFrom(SMTPSession session, String verb, MailAddress address) {
        return leftIn(session).filter(kept -> kept.isOf(verb, address));
    }

    boolean isOf(String command, MailAddress asked) {
        return verb.equals(command) && address.equals(asked);
    }
}
