// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.delivery;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueName;
import org.apache.mailet.Mail;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A queue that is asked for mail as James's ActiveMQ queue is: whoever asks waits, on the thread that asks, until there is some. */
final class BlockingQueue implements MailQueue {
    private final LinkedBlockingQueue<Mail> mails = new LinkedBlockingQueue<>();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile boolean ended;
    private volatile boolean failed;

    /** The stream of mail ends when it is asked for the next time, and only then. */
    void endOnce() {
        ended = true;
    }

    /** The same with an error. */
    void failOnce() {
        failed = true;
    }

    /** How many streams were asked for. */
    int streams() {
        return streams.get();
    }

    @Override
    public MailQueueName getName() {
        return MailQueueName.of("blocking");
    }

    @Override
    public void enQueue(Mail mail, Duration delay) {
        mails.add(mail);
    }

    @Override
    public void enQueue(Mail mail) {
        mails.add(mail);
    }

    @Override
    public Publisher<Void> enqueueReactive(Mail mail) {
        return Mono.fromRunnable(() -> mails.add(mail));
    }

    @Override
    public Publisher<MailQueueItem> deQueue() {
        streams.incrementAndGet();
        return Flux.<MailQueueItem>defer(this::next).repeat(() -> !hasEnded());
    }

    private boolean hasEnded() {
        boolean now = ended;
        ended = false;
        return now;
    }

    private Mono<MailQueueItem> next() {
        if (failed) {
            failed = false;
            return Mono.error(new MailQueueException("the broker is away"));
        }
        try {
            Mail mail = mails.poll(50, TimeUnit.MILLISECONDS);
            return mail == null ? Mono.empty() : Mono.just(new Item(mail));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Mono.empty();
        }
    }

    @Override
    public void close() {}

    private record Item(Mail mail) implements MailQueueItem {
        @Override
        public Mail getMail() {
            return mail;
        }

        @Override
        public void done(CompletionStatus success) {}
    }
}
