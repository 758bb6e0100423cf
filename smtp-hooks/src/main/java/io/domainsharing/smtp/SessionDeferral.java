// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.jspecify.annotations.Nullable;

/**
 * Lets one command of a session wait for a look-up without a thread waiting. The first deferral pushes this line handler,
 * and it stays for the rest of the session: open, it passes each line to James's dispatcher at once; holding, it queues
 * the lines behind the deferred command. When the look-up is answered, the deferred command and then each held line are
 * run on the {@link ReplayPool}, one at a time: the next starts only when the answer before it passes through the
 * channel, where the deferral ends too, so no answer overtakes another and a client that does not read holds up nobody
 * but itself.
 *
 * <p>It is never popped, because a replayed DATA or AUTH has a handler of its own on top. Lines held behind such a
 * command were sent before its 354 or 334 and meant for that handler: they end the session. So does a held STARTTLS,
 * which no client may pipeline (RFC 3207) and which James 3.8 can only begin on the event loop.
 *
 * <p>Thread-safe. No lock is held while a command runs or an answer is written.
 */
final class SessionDeferral implements LineHandler<SMTPSession> {
    static final int MAX_LINES = 1_000;
    static final int MAX_OCTETS = 64 * 1024;

    private static final AttachmentKey<SessionDeferral> KEY =
            AttachmentKey.of("io.domainsharing.session-gate", SessionDeferral.class);

    private enum Position {
        OPEN,
        HOLDING,
        CLOSED
    }

    private final SMTPSession session;
    private final CommandDispatcher<SMTPSession> dispatcher;
    private final Executor pool;
    private final HookFailure trouble;
    private final AtomicReference<@Nullable Thread> dispatching = new AtomicReference<>();

    private final Deque<byte[]> held = new ArrayDeque<>();
    private int heldOctets;
    private long deferrals;
    private Position position = Position.OPEN;

    private SessionDeferral(
            SMTPSession session, CommandDispatcher<SMTPSession> dispatcher, Executor pool, HookFailure trouble) {
        this.session = session;
        this.dispatcher = dispatcher;
        this.pool = pool;
        this.trouble = trouble;
    }

    /** The one of the session, made when its first command is deferred. Called by whoever runs the session's command. */
    static SessionDeferral of(
            SMTPSession session, CommandDispatcher<SMTPSession> dispatcher, Executor pool, HookFailure trouble) {
        return existing(session).orElseGet(() -> {
            SessionDeferral deferral = new SessionDeferral(session, dispatcher, pool, trouble);
            session.setAttachment(KEY, deferral, State.Connection);
            return deferral;
        });
    }

    static Optional<SessionDeferral> existing(SMTPSession session) {
        return session.getAttachment(KEY, State.Connection);
    }

    /**
     * Puts the command in hand off until the answer is there, and holds every further line meanwhile.
     *
     * @param whenAnswered told the answer before the command is run again; that run must not defer it once more
     * @return what the command handler must return now: a response that writes nothing
     */
    <T> Response defer(Request request, CompletionStage<T> answer, Consumer<T> whenAnswered) {
        byte[] line = CommandLine.octetsOf(request, session.getCharset());
        return await(answer, value -> {
            whenAnswered.accept(value);
            replay(line);
        });
    }

    /** Answers the command in hand once its response is there; otherwise as {@link #defer}. */
    Response answer(CompletionStage<Response> response) {
        return await(response, this::write);
    }

    private <T> Response await(CompletionStage<T> answer, Consumer<T> then) {
        startHolding();
        if (dispatching.get() != Thread.currentThread()) {
            // The command did not come through here, so this is not the session's top handler (or no longer: James's
            // AUTH with an initial response pops a handler that it never pushed).
            session.pushLineHandler(this);
        }
        var unused = answer.whenComplete((value, failure) -> submit(() -> {
            if (failure == null) {
                then.accept(value);
            } else {
                trouble.error(
                        HookFailure.Kind.LOOK_UP,
                        "A look-up for session " + session.getSessionID() + " failed",
                        failure);
                write(session.newFatalErrorResponse());
            }
        }));
        return DeferralResponse.NOTHING_YET;
    }

    @Override
    public @Nullable Response onLine(SMTPSession ignored, byte[] line) {
        synchronized (this) {
            if (position == Position.CLOSED) {
                return null;
            }
            if (position == Position.HOLDING) {
                if (held.size() == MAX_LINES || heldOctets + line.length > MAX_OCTETS) {
                    close();
                    return DeferralResponse.TOO_MANY_LINES;
                }
                held.add(line);
                heldOctets += line.length;
                return null;
            }
        }
        return dispatch(line);
    }

    /** Forgets what is held; nothing more is run or written. The look-up, which others may share, goes on. */
    synchronized void close() {
        position = Position.CLOSED;
        held.clear();
        heldOctets = 0;
    }

    private synchronized void startHolding() {
        deferrals++;
        if (position == Position.OPEN) {
            position = Position.HOLDING;
        }
    }

    private synchronized boolean isClosed() {
        return position == Position.CLOSED;
    }

    private synchronized long deferrals() {
        return deferrals;
    }

    private void submit(Runnable task) {
        try {
            pool.execute(() -> runOrEnd(task));
        } catch (RejectedExecutionException e) {
            trouble.error(
                    HookFailure.Kind.NO_THREAD,
                    "No thread for session " + session.getSessionID() + ", which is ended",
                    e);
            // Not here: this may be the channel's event loop in the middle of a write.
            ForkJoinPool.commonPool().execute(() -> end(DeferralResponse.UNAVAILABLE));
        }
    }

    private void runOrEnd(Runnable task) {
        if (isClosed()) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            trouble.error(HookFailure.Kind.REPLAY, "Session " + session.getSessionID() + " is ended", e);
            end(DeferralResponse.UNAVAILABLE);
        }
    }

    private void replay(byte[] line) {
        String verb = CommandLine.verbOf(line, session.getCharset());
        if (verb.equals("STARTTLS")) {
            end(DeferralResponse.BAD_SEQUENCE);
            return;
        }
        if (verb.equals("AUTH")) {
            // AUTH with an initial response pops the top handler without having pushed one: let it pop this copy.
            session.pushLineHandler(this);
        }
        long before = deferrals();
        Response response = dispatch(line);
        if (deferrals() == before) {
            write(response);
        }
    }

    private @Nullable Response dispatch(byte[] line) {
        Thread current = Thread.currentThread();
        dispatching.set(current);
        try {
            return LoggingContext.around(session, () -> dispatcher.onLine(session, line));
        } finally {
            // Unless a deferral in it is answered already and runs again elsewhere.
            dispatching.compareAndSet(current, null);
        }
    }

    private void write(@Nullable Response response) {
        if (response != null && response.isEndSession()) {
            end(response);
        } else {
            boolean handsOver = response != null && response.getRetCode().startsWith("3");
            transport(new PassingAnswer(response, () -> passed(handsOver)));
        }
    }

    /** @param handedOver whether the answer was a 3yz reply, so that another handler now is on top of this one */
    private void passed(boolean handedOver) {
        byte[] next;
        synchronized (this) {
            next = held.poll();
            if (next == null) {
                position = position == Position.HOLDING ? Position.OPEN : position;
                return;
            }
            heldOctets -= next.length;
        }
        submit(handedOver ? () -> end(DeferralResponse.BAD_SEQUENCE) : () -> replay(next));
    }

    private void end(Response response) {
        close();
        transport(response);
    }

    private void transport(Response response) {
        ((ProtocolSessionImpl) session).getProtocolTransport().writeResponse(response, session);
    }
}
