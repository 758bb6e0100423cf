// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.List;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPRetCode;

/** What is said of the session rather than of a command's address: by a {@link SessionDeferral}, or before a command is looked at. */
final class DeferralResponse {
    /** Writes nothing; not null, which would let the next handler of the command run. */
    static final Response NOTHING_YET = new Response() {
        /** Never sent. Not empty: James's result handlers look at its first character, where 4 and 5 mean errors. */
        @Override
        public String getRetCode() {
            return "100";
        }

        @Override
        public List<CharSequence> getLines() {
            return List.of();
        }

        @Override
        public boolean isEndSession() {
            return false;
        }

        @Override
        public String toString() {
            return "answer follows";
        }
    };

    static final Response TOO_MANY_LINES =
            closing(SMTPRetCode.SERVICE_NOT_AVAILABLE, "4.3.2 Too many commands sent ahead, closing the connection");
    static final Response UNAVAILABLE =
            closing(SMTPRetCode.SERVICE_NOT_AVAILABLE, "4.3.0 Service not available, closing the connection");
    static final Response BAD_SEQUENCE = closing(
            SMTPRetCode.BAD_SEQUENCE, "5.5.1 Sent ahead of the reply it has to wait for, closing the connection");

    static final Response BEFORE_TLS =
            closing(SMTPRetCode.SERVICE_NOT_AVAILABLE, "4.7.0 Sent before TLS was there, closing the connection");

    private DeferralResponse() {}

    private static Response closing(String code, String text) {
        SMTPResponse response = new SMTPResponse(code, text);
        response.setEndSession(true);
        return response.immutable();
    }
}
