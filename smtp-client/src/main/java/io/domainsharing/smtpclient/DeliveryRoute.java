// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One address of a host that takes mail.
 *
 * @param server what it is called: certificates are made out to that name
 */
public record DeliveryRoute(SmtpServer server, InetAddress address, DeliveryTls tls) {
    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, server.port());
    }
}
