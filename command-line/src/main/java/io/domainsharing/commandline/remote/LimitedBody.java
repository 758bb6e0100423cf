// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A text of bounded length: whoever answers at WebAdmin's URL must not fill this process's memory. One for each response, called
 * as the HTTP client calls it. Ends with an {@link IOException} beyond the bound.
 */
final class LimitedBody implements BodySubscriber<String> {
    /** A list of very many peers or conflicts is some megabytes. */
    static final int MOST_OCTETS = 64 << 20;

    private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
    private @Nullable Subscription subscription;
    private long octets;

    @Override
    public CompletionStage<String> getBody() {
        return text.getBody();
    }

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        text.onSubscribe(started);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (subscription == null) {
            return;
        }
        octets += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (octets <= MOST_OCTETS) {
            text.onNext(buffers);
        } else {
            subscription.cancel();
            subscription = null;
            text.onError(new IOException("it sends more than " + (MOST_OCTETS >> 20) + " MB"));
        }
    }

    @Override
    public void onError(Throwable failure) {
        text.onError(failure);
    }

    @Override
    public void onComplete() {
        text.onComplete();
    }
}
