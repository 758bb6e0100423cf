// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.OwnAddresses;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;

/** What VRFY is answered (RFC 5321 sections 3.5.3 and 4.2.2, RFC 3463). */
final class VrfyReply {
    /** All codes that are answered. */
    static final String[] CODES = {
        SMTPRetCode.MAIL_OK,
        SMTPRetCode.MAIL_UNDEFINDED,
        SMTPRetCode.MAILBOX_TEMP_UNAVAILABLE,
        SMTPRetCode.LOCAL_ERROR,
        SMTPRetCode.SYNTAX_ERROR_ARGUMENTS,
        SMTPRetCode.MAILBOX_PERM_UNAVAILABLE,
        SMTPRetCode.SYNTAX_ERROR_MAILBOX
    };

    /** Says nothing of any address, and is the same for all. */
    static final Response CANNOT_TELL =
            reply(SMTPRetCode.MAIL_UNDEFINDED, "2.0.0 Cannot verify this address; try RCPT");

    static final Response SYNTAX = reply(SMTPRetCode.SYNTAX_ERROR_ARGUMENTS, "5.5.4 Syntax: VRFY <user@example.com>");
    static final Response BEYOND_ASCII = AddressRefusal.BEYOND_ASCII.asResponse();
    static final Response TOO_MANY = reply(SMTPRetCode.LOCAL_ERROR, "4.7.1 You ask too often, try again in a second");
    /** RFC 3463: 4.4.3, directory server failure. */
    static final Response NOT_NOW =
            reply(SMTPRetCode.LOCAL_ERROR, "4.4.3 Cannot verify addresses at present, try again later");

    private VrfyReply() {}

    static Response of(OwnAddresses.Status status, MailAddress asked) {
        String address = Escaped.of(CanonicalAddress.of(asked).value());
        return switch (status) {
            case TAKES_MAIL -> reply(SMTPRetCode.MAIL_OK, "2.1.5 <" + address + ">");
            case TAKES_NO_MAIL_NOW -> reply(
                    SMTPRetCode.MAILBOX_TEMP_UNAVAILABLE, "4.2.1 Mailbox takes no mail at present: <" + address + ">");
            case UNKNOWN -> reply(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.1.1 Unknown user: <" + address + ">");
            case NOT_SHARED -> CANNOT_TELL;
        };
    }

    private static Response reply(String code, String text) {
        return new SMTPResponse(code, text).immutable();
    }
}
