// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

/** Makes the client's end of TLS. Any thread. */
interface TlsLayer {
    SslHandler over(Channel channel, SmtpServer server);
}
