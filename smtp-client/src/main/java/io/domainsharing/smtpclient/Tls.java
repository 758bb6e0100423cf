// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS as Java has it, with certificates checked as asked. The context is made with the first handshake. Thread-safe. */
final class Tls implements TlsLayer {
    private final Certificates certificates;
    private final List<String> protocols;
    private @Nullable SSLContext context;

    Tls(Certificates certificates) {
        this(certificates, List.of());
    }

    /** @param protocols the only ones spoken; empty: those that this Java speaks */
    Tls(Certificates certificates, List<String> protocols) {
        this.certificates = certificates;
        this.protocols = List.copyOf(protocols);
    }

    @Override
    public SslHandler over(Channel channel, SmtpServer server) {
        SSLEngine engine = context().createSSLEngine(server.bareHost(), server.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (certificates instanceof Certificates.Checked checked && checked.name()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    private synchronized SSLContext context() {
        if (context == null) {
            try {
                SSLContext made = SSLContext.getInstance("TLS");
                made.init(null, trust(), null);
                context = made;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no TLS", e);
            }
        }
        return context;
    }

    /** Null: Java's own authorities. */
    private TrustManager @Nullable [] trust() {
        if (certificates instanceof Certificates.Pinned pinned) {
            return new TrustManager[] {new OneCertificate(pinned)};
        }
        Certificates.Checked checked = (Certificates.Checked) certificates;
        if (checked.chain()) {
            return null;
        }
        return checked.name()
                ? new TrustManager[] {new AnySigner()}
                : InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
    }

    /** Not an X509ExtendedTrustManager: only around others does Java check the name by itself. */
    private static final class AnySigner implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Whoever has signed it.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
