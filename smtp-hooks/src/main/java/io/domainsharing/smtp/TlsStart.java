// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import javax.net.ssl.SSLSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.smtp.SMTPSession;

/**
 * The time between a STARTTLS and the end of the handshake, in which nothing may come in clear (RFC 3207 section 4.2). James passes
 * on what it has read by the time it turns TLS on: injected by whoever stands between, it would be answered as if it had come by
 * TLS, and every reply after it would be that to the command before.
 */
final class TlsStart {
    static final String VERB = "STARTTLS";

    /** What a session without a finished handshake has for a cipher suite ({@code SSLEngine.getSession}). */
    private static final String NO_CIPHER_YET = "SSL_NULL_WITH_NULL_NULL";

    private static final AttachmentKey<Boolean> BEGUN =
            AttachmentKey.of("io.domainsharing.starttls-begun", Boolean.class);

    private TlsStart() {}

    /**
     * Remembers a STARTTLS that James says 220 to, and forgets the EHLO before it, as RFC 3207 demands and James does not: it may
     * have been anybody's.
     */
    static void begin(SMTPSession session, Request request) {
        boolean isGranted = session.isStartTLSSupported()
                && !session.isTLSStarted()
                && session.getUsername() == null
                && (request.getArgument() == null || request.getArgument().isEmpty());
        if (isGranted) {
            session.setAttachment(BEGUN, true, State.Connection);
            session.removeAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection);
        }
    }

    /**
     * Whether a command that is handled now has come in clear behind a STARTTLS. James 3.9 says 220 some time before it has TLS
     * in the channel, 3.8 at the same time.
     */
    static boolean isUnderWay(SMTPSession session) {
        return session.isTLSStarted()
                ? session.getSSLSession()
                        .map(SSLSession::getCipherSuite)
                        .filter(NO_CIPHER_YET::equals)
                        .isPresent()
                : session.getAttachment(BEGUN, State.Connection).isPresent();
    }
}
