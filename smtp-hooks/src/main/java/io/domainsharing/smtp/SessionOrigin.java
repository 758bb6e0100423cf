// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.net.InetAddress;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * Whose command it is.
 *
 * @param session James's identifier
 * @param client null: that cannot be told
 */
record SessionOrigin(String session, @Nullable InetAddress client) {
    static SessionOrigin of(SMTPSession session) {
        return new SessionOrigin(
                session.getSessionID(), PeerSessions.remoteAddress(session).orElse(null));
    }
}
