// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import javax.net.ssl.SSLSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPStartTlsResponse;
import org.jspecify.annotations.Nullable;

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
     * The 220 to a STARTTLS that James grants; null: what else it says is James's to say. The EHLO before it is forgotten, as
     * RFC 3207 demands and James does not: it may have been anybody's.
     */
    static @Nullable Response begin(SMTPSession session, Request request) {
        boolean isGranted = session.isStartTLSSupported()
                && !session.isTLSStarted()
                && session.getUsername() == null
                && (request.getArgument() == null || request.getArgument().isEmpty());
        if (!isGranted) {
            return null;
        }
        session.setAttachment(BEGUN, true, State.Connection);
        session.removeAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection);
        ProtocolTransport transport = ((ProtocolSessionImpl) session).getProtocolTransport();
        transport.setReadable(false);
        return new Ready(transport);
    }

    /**
     * James's own reply, behind which nothing is read until TLS is in the channel: James 3.8.2 puts it there from another thread
     * than the one that reads, so that a handshake that is there first is taken for a command or lost. James asks whether the
     * session ends once it has put TLS into the channel.
     */
    private static final class Ready extends SMTPStartTlsResponse {
        private final ProtocolTransport transport;

        Ready(ProtocolTransport transport) {
            super("220", "2.0.0 Ready to start TLS");
            this.transport = transport;
        }

        // James's monitors ask as well, before the reply is written. James 3.9 reads on by itself once TLS is there.
        @Override
        public boolean isEndSession() {
            if (transport.isTLSStarted()) {
                transport.setReadable(true);
            }
            return super.isEndSession();
        }
    }

    /**
     * Whether a command that is handled now has come in clear behind a STARTTLS. James 3.9 says 220 some time before it has TLS
     * in the channel, 3.8 at the same time.
     */
    static boolean isUnderWay(SMTPSession session) {
        return session.getAttachment(BEGUN, State.Connection).isPresent() && !isOver(session);
    }

    private static boolean isOver(SMTPSession session) {
        boolean isOver = session.isTLSStarted()
                && session.getSSLSession()
                        .map(SSLSession::getCipherSuite)
                        .filter(NO_CIPHER_YET::equals)
                        .isEmpty();
        if (isOver) {
            // Most sessions come by TLS, and looking for it in the channel costs more than the rest of a command's
            // check.
            session.removeAttachment(BEGUN, State.Connection);
        }
        return isOver;
    }
}
