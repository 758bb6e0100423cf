// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.Verdict;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each recipient of a shared domain: INFO when it is refused or put off, DEBUG when it is accepted. */
final class RcptAudit {
    private static final Logger LOGGER = LoggerFactory.getLogger(RcptAudit.class);

    private RcptAudit() {}

    static void log(SMTPSession session, MaybeSender sender, MailAddress recipient, Verdict verdict) {
        if (verdict instanceof Verdict.Nobody) {
            LOGGER.info(
                    "RCPT refused: session {} sender <{}> rcpt <{}>: nobody has this mailbox",
                    session.getSessionID(),
                    printable(sender),
                    Printable.of(recipient));
        } else if (verdict instanceof Verdict.Undetermined undetermined) {
            LOGGER.info(
                    "RCPT put off: session {} sender <{}> rcpt <{}>: undetermined, {}",
                    session.getSessionID(),
                    printable(sender),
                    Printable.of(recipient),
                    Printable.of(undetermined.doubts().toString()));
        } else if (LOGGER.isDebugEnabled()) {
            LOGGER.debug(
                    "RCPT accepted: session {} sender <{}> rcpt <{}>: {}",
                    session.getSessionID(),
                    printable(sender),
                    Printable.of(recipient),
                    verdict);
        }
    }

    private static String printable(MaybeSender sender) {
        return sender.asOptional().map(Printable::of).orElse("");
    }
}
