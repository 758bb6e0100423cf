// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.function.Supplier;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.SMTPMDCContextFactory;
import org.apache.james.util.MDCBuilder;

/** The session's address, name and user in the log lines of a command, as James has them for its own line handler. */
final class LoggingContext {
    private LoggingContext() {}

    static <T> T around(SMTPSession session, Supplier<T> command) {
        MDCBuilder context = SMTPMDCContextFactory.forSession(session);
        session.getAttachment(BasicChannelInboundHandler.MDC_ATTRIBUTE_KEY, State.Connection)
                .ifPresent(context::addToContext);
        return context.execute(command);
    }
}
