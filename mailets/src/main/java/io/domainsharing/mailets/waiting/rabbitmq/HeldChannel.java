// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.waiting.rabbitmq;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import javax.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/**
 * A channel for one caller at a time, opened at its first use and anew after a failure, which closes it. Thread-safe; callers wait
 * for each other.
 */
final class HeldChannel implements AutoCloseable {
    private final Broker broker;
    private final Preparation preparation;
    private @Nullable Channel channel;
    private boolean closed;

    /** What is done once with each new channel. */
    @FunctionalInterface
    interface Preparation {
        void of(Channel channel) throws IOException;
    }

    /** What is done with the channel. */
    @FunctionalInterface
    interface Call<T> {
        T on(Channel channel) throws IOException, TimeoutException, InterruptedException, MessagingException;
    }

    HeldChannel(Broker broker, Preparation preparation) {
        this.broker = broker;
        this.preparation = preparation;
    }

    /** @throws MessagingException it failed; the next call has a new channel */
    synchronized <T> T call(Call<T> call) throws MessagingException {
        boolean done = false;
        try {
            T result = call.on(open());
            done = true;
            return result;
        } catch (IOException | TimeoutException | RuntimeException e) {
            throw new MessagingException("RabbitMQ does not do what it is asked for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("RabbitMQ was not waited for", e);
        } finally {
            if (!done) {
                drop();
            }
        }
    }

    private Channel open() throws MessagingException, IOException {
        if (closed) {
            throw new MessagingException("This server is stopping");
        }
        Channel now = channel;
        if (now == null || !now.isOpen()) {
            now = broker.open();
            channel = now;
            preparation.of(now);
        }
        return now;
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }

    private void drop() {
        Channel now = channel;
        channel = null;
        abort(now);
    }

    /** Closes it whatever state it is in. */
    static void abort(@Nullable Channel channel) {
        if (channel != null) {
            try {
                channel.abort();
            } catch (IOException | RuntimeException e) {
                // It is closed, which is all that is wanted.
                return;
            }
        }
    }
}
