// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a session is opened.
 *
 * @param bind source address; null: chosen by the system
 * @param heloName what EHLO and HELO say
 * @param inClearWhenRefused whether the session goes on in clear when the server offers STARTTLS and refuses it
 * @param implicitTls spoken from the first octet on, and STARTTLS never; null: not so
 * @param tls spoken after STARTTLS
 * @param heard hears what the server announces
 */
record OpeningPolicy(
        @Nullable InetAddress bind,
        String heloName,
        StartTls startTls,
        boolean inClearWhenRefused,
        @Nullable TlsLayer implicitTls,
        TlsLayer tls,
        ExtensionsListener heard) {}
