// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.smtpclient.DeliveryOutcome.Contact;
import io.domainsharing.smtpclient.SmtpOutcome.Reason;

/** A session that does not go on; ends the work on it, inside this package only. */
final class SessionLost extends Exception {
    private static final long serialVersionUID = 1L;

    private final Stage stage;
    private final transient ConnectionEnd end;

    SessionLost(Stage stage, ConnectionEnd end) {
        super(end.detail(), null, false, false);
        this.stage = stage;
        this.end = end;
    }

    Stage stage() {
        return stage;
    }

    String detail() {
        return end.detail();
    }

    /** What it comes to for a recipient who was at that stage. */
    RecipientResult resultAt(Stage where) {
        if (end.reply() != null) {
            return new RecipientResult.NotTaken(where, end.reply());
        }
        return new RecipientResult.Unanswered(
                where,
                where == Stage.CONTENT
                        ? end.detail() + ", after the whole message: it may have been taken, and come twice"
                        : end.detail());
    }

    Contact contact() {
        if (end.reply() != null) {
            return Contact.HEARD;
        }
        if (end.isPortClosed()) {
            return Contact.REFUSED;
        }
        boolean isSilence = end.reason() == Reason.TIMEOUT || end.reason() == Reason.UNREACHABLE;
        return stage.isOpening() && isSilence ? Contact.SILENT : Contact.NONE;
    }
}
