// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How messages are sent.
 *
 * @param connect the longest that TCP takes
 * @param step the longest that each other step takes: the greeting, the TLS handshake, a reply, the server's taking a part of the
 *     message
 * @param end the longest that the reply to the whole message takes (RFC 5321 section 4.5.3.2.6: ten minutes, or mail comes twice)
 * @param bind source address; null: chosen by the system
 * @param heloName what EHLO and HELO say: a host name or an address literal
 * @param credentials for every server that offers AUTH; null: none
 * @param debug whether the dialogue is logged at DEBUG, without passwords and messages
 */
public record SmtpDeliveryConfiguration(
        Duration connect,
        Duration step,
        Duration end,
        @Nullable InetAddress bind,
        String heloName,
        @Nullable Credentials credentials,
        boolean debug) {
    public SmtpDeliveryConfiguration {
        if (connect.isNegative() || connect.isZero() || step.isNegative() || step.isZero() || end.isNegative()) {
            throw new IllegalArgumentException("times must be positive");
        }
        if (!SmtpClientConfiguration.isHeloName(heloName)) {
            throw new IllegalArgumentException("not a name to say EHLO with");
        }
    }
}
