// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.SmtpOutcome.NoAnswer;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended.
 *
 * @param detail for people: one line of printable ASCII
 * @param reply what the server said to end it; null: it said nothing of the kind
 * @param isPortClosed the host takes no connection there, and says so
 */
record ConnectionEnd(Reason reason, String detail, @Nullable SmtpReply reply, boolean isPortClosed) {
    NoAnswer noAnswer() {
        return new NoAnswer(reason, detail);
    }
}
