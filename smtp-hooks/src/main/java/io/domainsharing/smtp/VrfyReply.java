// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.CanonicalAddress;
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

    /**
     * What is said of an address of ours.
     *
     * @throws IllegalArgumentException the status says nothing of the address
     */
    static Response of(MingerStatus status, MailAddress asked) {
        String address = Escaped.of(CanonicalAddress.of(asked).value());
        return switch (status) {
            case EXISTS -> reply(SMTPRetCode.MAIL_OK, "2.1.5 <" + address + ">");
            case EXISTS_BUT_CANNOT_RECEIVE -> reply(
                    SMTPRetCode.MAILBOX_TEMP_UNAVAILABLE, "4.2.1 Mailbox takes no mail at present: <" + address + ">");
            case DOES_NOT_EXIST -> reply(SMTPRetCode.MAILBOX_PERM_UNAVAILABLE, "5.1.1 Unknown user: <" + address + ">");
            case INVALID_REQUEST, ACCESS_DENIED, BAD_CREDENTIALS -> throw new IllegalArgumentException(
                    status + " says nothing of an address");
        };
    }

    private static Response reply(String code, String text) {
        return new SMTPResponse(code, text).immutable();
    }
}
