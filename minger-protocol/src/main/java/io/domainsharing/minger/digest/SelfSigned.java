// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;

/**
 * A key for TLS and a certificate (RFC 5280) that it signs itself. Nobody has to trust the certificate: the proofs that follow the
 * handshake cover it. Java makes keys but no certificates, and not every James brings a library that does.
 */
record SelfSigned(PrivateKey key, X509Certificate certificate) {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int VERSION = 0xa0;
    private static final byte[] V3 = {INTEGER, 1, 2};
    /** ecdsa-with-SHA256, RFC 5758. */
    private static final byte[] ECDSA = {SEQUENCE, 10, 6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    /** The type common name, 2.5.4.3. */
    private static final byte[] COMMON_NAME = {6, 3, 0x55, 4, 3};

    private static final byte[] NAME =
            der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, der(UTF8_STRING, ascii("domain-sharing")))));
    /** RFC 5280, section 4.1.2.5: no well-defined end. Nobody looks at it. */
    private static final byte[] VALIDITY = der(
            SEQUENCE, der(GENERALIZED_TIME, ascii("20000101000000Z")), der(GENERALIZED_TIME, ascii("99991231235959Z")));

    static SelfSigned create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] serial = new byte[8];
            new SecureRandom().nextBytes(serial);
            // A positive number in the fewest octets.
            serial[0] = (byte) ((serial[0] & 0x3f) | 0x40);
            byte[] content = der(
                    SEQUENCE,
                    der(VERSION, V3),
                    der(INTEGER, serial),
                    ECDSA,
                    NAME,
                    VALIDITY,
                    NAME,
                    keys.getPublic().getEncoded());
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] certificate = der(SEQUENCE, content, ECDSA, der(BIT_STRING, new byte[] {0}, signature.sign()));
            return new SelfSigned(keys.getPrivate(), (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ECDSA over P-256, which TLS needs", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
