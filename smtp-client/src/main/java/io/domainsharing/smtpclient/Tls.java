// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Made when the first server offers STARTTLS. Thread-safe. */
final class Tls {
    private @Nullable SslContext context;

    /** Any certificate will do, as between mail servers everywhere: see {@link StartTls}. */
    synchronized SslContext context() {
        if (context == null) {
            try {
                context = SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build();
            } catch (SSLException e) {
                throw new IllegalStateException("this Java has no TLS", e);
            }
        }
        return context;
    }
}
