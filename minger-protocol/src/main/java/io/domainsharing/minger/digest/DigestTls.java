// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLException;

/** TLS 1.3 or 1.2 with whatever certificate: it keeps secret what is said, and the proofs say who speaks. Any thread. */
final class DigestTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private DigestTls() {}

    static SslContext server(SelfSigned identity) {
        return build(SslContextBuilder.forServer(identity.key(), identity.certificate()));
    }

    static SslContext client() {
        return build(SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE));
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return builder.sslProvider(SslProvider.JDK).protocols(PROTOCOLS).build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** What both proofs cover. */
    static Octets hash(Certificate certificate) {
        try {
            return Octets.of(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
