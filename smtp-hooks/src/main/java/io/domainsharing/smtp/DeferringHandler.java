// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.DisconnectHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.WiringException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * A handler of one command that may have to wait for something before the session goes on. Called by whoever runs the
 * session's command, an event loop mostly; never blocks. One instance per listener; thread-safe once wired.
 */
abstract class DeferringHandler
        implements CommandHandler<SMTPSession>, DisconnectHandler<SMTPSession>, ExtensibleHandler {
    final String verb;
    final HookFailure trouble;
    private final CommandCheck check;
    private final ReplayPool pool;
    private @Nullable CommandDispatcher<SMTPSession> dispatcher;

    DeferringHandler(String verb, CommandCheck check, ReplayPool pool, HookFailure trouble) {
        this.verb = verb;
        this.check = check;
        this.pool = pool;
        this.trouble = trouble;
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of(verb, TlsStart.VERB);
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(CommandDispatcher.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void wireExtensions(Class<?> marker, List<?> extensions) throws WiringException {
        if (extensions.isEmpty()) {
            throw new WiringException(getClass().getSimpleName() + " needs a CommandDispatcher in the handler chain");
        }
        dispatcher = (CommandDispatcher<SMTPSession>) extensions.get(0);
    }

    /** STARTTLS as well, which is James's to answer: it is seen in passing. */
    @Override
    public final @Nullable Response onCommand(SMTPSession session, Request request) {
        Response refusal = check.refusal(session, request);
        boolean isOurs = refusal == null && request.getCommand().equals(verb);
        return isOurs ? answer(session, request) : refusal;
    }

    /** The answer to a command that passes the {@link CommandCheck}; null: that of the next handler. */
    abstract @Nullable Response answer(SMTPSession session, Request request);

    /** Also how James tells that a session timed out. */
    @Override
    public void onDisconnect(@Nullable SMTPSession session) {
        if (session != null) {
            SessionDeferral.existing(session).ifPresent(SessionDeferral::close);
        }
    }

    final SessionDeferral deferral(SMTPSession session) {
        return SessionDeferral.of(session, Objects.requireNonNull(dispatcher), pool, trouble);
    }

    /** What to return for a command whose answer may still be to come. */
    final Response whenThere(SMTPSession session, CompletableFuture<Response> response) {
        return response.isDone() && !response.isCompletedExceptionally()
                ? response.join()
                : deferral(session).answer(response);
    }
}
