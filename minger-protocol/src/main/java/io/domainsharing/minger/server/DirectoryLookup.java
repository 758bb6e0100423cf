// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.server;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerResponderMetrics.Silence;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the directory, which answers on any thread, not too long; ends exactly once, on its event loop. */
final class DirectoryLookup {
    /** What follows, on the event loop. */
    interface End {
        void known(MingerStatus status);

        void unknown(Silence reason, String detail);
    }

    private final EventExecutor loop;
    private final End end;
    private boolean ended;
    private @Nullable Future<?> timer;

    DirectoryLookup(EventExecutor loop, End end) {
        this.loop = loop;
        this.end = end;
    }

    /** A stage that is complete already is answered before this returns. */
    void await(CompletionStage<MingerStatus> answer, Duration deadline) {
        CompletionStage<MingerStatus> unused = answer.whenComplete((status, failure) -> {
            if (loop.inEventLoop()) {
                settle(status, failure);
            } else {
                settleLater(status, failure);
            }
        });
        if (!ended) {
            timer = loop.schedule(() -> silent(deadline), deadline.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void settleLater(@Nullable MingerStatus status, @Nullable Throwable failure) {
        try {
            loop.execute(() -> settle(status, failure));
        } catch (RejectedExecutionException e) {
            // The responder is closed: nobody is there to reply to.
            return;
        }
    }

    private void settle(@Nullable MingerStatus status, @Nullable Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (status != null && status.isAboutTheAddress()) {
            end.known(status);
        } else {
            end.unknown(Silence.DIRECTORY_FAILED, "the directory says " + (failure == null ? status : failure));
        }
    }

    private void silent(Duration deadline) {
        if (!ended) {
            ended = true;
            end.unknown(Silence.DIRECTORY_SILENT, "the directory is silent for " + deadline.toMillis() + " ms");
        }
    }
}
