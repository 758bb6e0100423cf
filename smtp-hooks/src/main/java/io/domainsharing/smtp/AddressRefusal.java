// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import io.domainsharing.ownership.waiting.QueuedAddresses;
import io.domainsharing.smtpclient.AddressSyntax;
import java.util.Optional;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/**
 * What is answered to an address that no command may carry, in a shared domain or not. James does not offer SMTPUTF8, so an
 * address beyond ASCII is one of them.
 *
 * @param text begins with the enhanced status code (RFC 3463); repeats nothing of the address
 */
record AddressRefusal(String code, String text) {
    /** RFC 6531 section 3.5 and RFC 3463: 5.6.7, non-ASCII addresses not permitted. */
    static final AddressRefusal BEYOND_ASCII =
            new AddressRefusal(SMTPRetCode.SYNTAX_ERROR_MAILBOX, "5.6.7 Addresses beyond ASCII are not taken");

    /** As James itself: 501 and 5.1.7, bad sender's mailbox address syntax. */
    static Optional<AddressRefusal> ofSender(String address, QueuedAddresses queued) {
        return of(address, queued, SMTPRetCode.SYNTAX_ERROR_ARGUMENTS, "5.1.7 Bad sender address: ");
    }

    /** As James itself: 553 and 5.1.3, bad destination mailbox address syntax. */
    static Optional<AddressRefusal> ofRecipient(String address, QueuedAddresses queued) {
        return of(address, queued, SMTPRetCode.SYNTAX_ERROR_MAILBOX, "5.1.3 Bad recipient address: ");
    }

    private static Optional<AddressRefusal> of(String address, QueuedAddresses queued, String code, String text) {
        AddressSyntax syntax = AddressSyntax.of(address);
        return switch (syntax.kind()) {
            case ASCII -> queued.objectionTo(address).map(reason -> new AddressRefusal(code, text + reason));
            case UTF8 -> Optional.of(BEYOND_ASCII);
            case INVALID -> Optional.of(new AddressRefusal(code, text + syntax.reason()));
        };
    }

    Response asResponse() {
        return new SMTPResponse(code, text).immutable();
    }

    HookResult asHookResult() {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode(code)
                .smtpDescription(text)
                .build();
    }
}
