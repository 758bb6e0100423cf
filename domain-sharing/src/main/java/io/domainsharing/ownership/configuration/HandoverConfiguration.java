// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.ownership.PeerTls;
import io.domainsharing.smtpclient.Certificates;
import io.domainsharing.smtpclient.Credentials;
import io.domainsharing.smtpclient.DeliveryTls;
import io.domainsharing.smtpclient.SmtpDeliveryConfiguration;
import io.domainsharing.smtpclient.StartTls;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a session for mail is held with a peer, a gateway or the smart host: those keys of {@code <delivery>} that RemoteDelivery
 * has too, by its names.
 *
 * @param heloName what EHLO says; null: the host name
 * @param connectTimeout the longest that TCP takes
 * @param timeout the longest that a step takes after that
 * @param bind source address; null: chosen by the system
 * @param sslEnable TLS from the first octet on
 * @param trusted hosts, in lower case, whose certificate may be signed by anybody; {@code *}: every host's
 * @param verifyServerIdentity whether a certificate must be made out to the host's name
 * @param protocols of TLS, the only ones spoken; empty: Java's
 * @param credentials null: none
 */
public record HandoverConfiguration(
        @Nullable String heloName,
        Duration connectTimeout,
        Duration timeout,
        @Nullable InetAddress bind,
        boolean sslEnable,
        StartTls startTls,
        Set<String> trusted,
        boolean verifyServerIdentity,
        List<String> protocols,
        @Nullable Credentials credentials,
        boolean debug) {
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofMinutes(1);
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(3);
    public static final HandoverConfiguration DEFAULT = new HandoverConfiguration(
            null,
            DEFAULT_CONNECT_TIMEOUT,
            DEFAULT_TIMEOUT,
            null,
            false,
            StartTls.NEVER,
            Set.of(),
            true,
            List.of(),
            null,
            false);

    private static final String EVERY_HOST = "*";
    /** RFC 5321 section 4.5.3.2.6 gives the reply to the message more than three times what others get. */
    private static final int PATIENCE_AT_THE_END = 4;

    public HandoverConfiguration {
        trusted = Set.copyOf(trusted);
        protocols = List.copyOf(protocols);
    }

    /** The same with another name in EHLO. */
    public HandoverConfiguration withHeloName(@Nullable String name) {
        return new HandoverConfiguration(
                name,
                connectTimeout,
                timeout,
                bind,
                sslEnable,
                startTls,
                trusted,
                verifyServerIdentity,
                protocols,
                credentials,
                debug);
    }

    /** As the client takes it. Reads the host name where none is given, so it may block for a moment. */
    public SmtpDeliveryConfiguration client() {
        return new SmtpDeliveryConfiguration(
                connectTimeout,
                timeout,
                timeout.multipliedBy(PATIENCE_AT_THE_END),
                bind,
                HeloName.of(heloName),
                credentials,
                debug);
    }

    /**
     * How TLS is spoken with a host.
     *
     * @param asked more than is asked of all; it may ask for TLS also where {@code startTLS} is false
     */
    public DeliveryTls tls(String host, PeerTls asked) {
        boolean isTrusted = trusted.contains(EVERY_HOST) || trusted.contains(host.toLowerCase(Locale.ROOT));
        Certificates checked = new Certificates.Checked(!isTrusted, verifyServerIdentity);
        if (asked instanceof PeerTls.Pinned pinned) {
            return new DeliveryTls(sslEnable, StartTls.REQUIRED, new Certificates.Pinned(pinned.sha256()), protocols);
        }
        return new DeliveryTls(
                sslEnable, asked instanceof PeerTls.Required ? StartTls.REQUIRED : startTls, checked, protocols);
    }
}
