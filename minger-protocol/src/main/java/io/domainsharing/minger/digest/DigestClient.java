// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.domainsharing.network.NettyTransport;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Fetches the lists of other servers, and hears of their changes; one event loop for all. Thread-safe. */
public final class DigestClient implements AutoCloseable {
    private static final long CLOSE_SECONDS = 2;

    private final DigestClientConfiguration configuration;
    private final EventLoopGroup loop = NettyTransport.newEventLoops("digest-client", 1);
    private final SslContext tls = DigestTls.client();

    private DigestClient(DigestClientConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Connects to nobody yet. */
    public static DigestClient create(DigestClientConfiguration configuration) {
        return new DigestClient(configuration);
    }

    /** Keeps a connection to that server until it is closed. */
    public DigestLink open(DigestTarget target, DigestListener listener) {
        DigestLink link = new DigestLink(configuration, tls, loop.next(), target, listener);
        link.start();
        return link;
    }

    /** Idempotent. Waits up to two seconds for the sockets. */
    @Override
    public void close() {
        Future<?> terminated = loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!loop.iterator().next().inEventLoop()) {
            terminated.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
