// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.util.List;

/**
 * How a session for mail is encrypted.
 *
 * @param implicit TLS from the first octet on, and STARTTLS never
 * @param startTls never, where it is offered, or always
 * @param protocols such as {@code TLSv1.3}, the only ones spoken; empty: those that this Java speaks
 */
public record DeliveryTls(boolean implicit, StartTls startTls, Certificates certificates, List<String> protocols) {
    /** In clear, whatever is offered. */
    public static final DeliveryTls NEVER = new DeliveryTls(false, StartTls.NEVER, Certificates.UNCHECKED, List.of());

    public DeliveryTls {
        protocols = List.copyOf(protocols);
    }

    /** Whether mail may go in clear where TLS is offered and fails: it would have proved nothing anyway (RFC 7435). */
    boolean mayFail() {
        return !implicit && startTls == StartTls.WHEN_OFFERED && !certificates.provesIdentity();
    }

    boolean isWanted() {
        return implicit || startTls != StartTls.NEVER;
    }
}
